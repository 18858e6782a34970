package dev.orrery.payment.provider;

/** What comes of a call. */
public sealed interface Answer {

  record Said(Standing standing) implements Answer {}

  /** The payment stands in a way that does not allow it; ask how. */
  record Conflict() implements Answer {}

  /** The call itself is not accepted, and will not be if it is repeated as it is. */
  record Refused(int status, String detail) implements Answer {

    /** Whether it is the content that is wrong, and not the address or the credentials. */
    public boolean isForContent() {
      return status == 400 || status == 422;
    }
  }

  /** No answer, or none that says anything: it may have been done, it may yet be done. */
  record Unclear(String cause) implements Answer {}

  /** Nothing was sent: the provider has failed too often of late. */
  record NotNow() implements Answer {}
}
