package dev.orrery.security;

/** Which tokens are good no more before they expire. Thread-safe. */
interface Revocations {

  /** Where nobody keeps a list. */
  Revocations NONE = _ -> false;

  /**
   * @throws CannotVerify where the list cannot be read, and tokens are then not to be taken
   */
  boolean isRevoked(String tokenId);
}
