package dev.orrery.gateway.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes a stream apart where an event ends: at an empty line, be it LF or CRLF. Of one thread. */
final class EventSplitter {

  private final int longest;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean lineIsEmpty = true;
  private boolean says;

  EventSplitter(int longest) {
    this.longest = longest;
  }

  /**
   * The events that end in this piece.
   *
   * @throws IOException where an event is longer than may be held
   */
  List<Event> split(byte[] piece, int length) throws IOException {
    List<Event> whole = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < length; at++) {
      byte octet = piece[at];
      if (octet == '\n') {
        if (lineIsEmpty) {
          begun.write(piece, from, at + 1 - from);
          from = at + 1;
          whole.add(new Event(begun.toByteArray(), says));
          begun.reset();
          says = false;
        }
        lineIsEmpty = true;
      } else if (octet != '\r') {
        says |= lineIsEmpty && octet != ':';
        lineIsEmpty = false;
      }
    }
    begun.write(piece, from, length - from);
    if (begun.size() > longest) {
      throw new IOException("an event of more than %d bytes".formatted(longest));
    }
    return whole;
  }
}
