package dev.orrery.sandbox;

/** Is told, from any thread, what becomes of each server. */
interface Progress {

  enum Phase {
    PREPARING,
    STARTING,
    READY,
    STOPPING,
    STOPPED
  }

  Progress SILENT = (_, _) -> {};

  void entered(String server, Phase phase);
}
