package dev.orrery.sandbox;

/** At Ctrl-C what is dead stays so, but nothing is left that would hang. */
final class Relief implements AutoCloseable {
  private final Thread hook;

  private Relief(Thread hook) {
    this.hook = hook;
  }

  static Relief of(Sandbox sandbox) {
    Thread hook = new Thread(sandbox::relieve);
    Runtime.getRuntime().addShutdownHook(hook);
    return new Relief(hook);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
