package dev.orrery.writebehind;

import dev.orrery.coordination.LockName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A part of a buffer that lies in one hash slot, so that one script sees all of it. */
record Shard(String buffer, int number) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  Shard {
    if (!NAME.matcher(buffer).matches()) {
      throw new IllegalArgumentException("no buffer can be named " + buffer);
    }
  }

  static List<Shard> of(String buffer, int count) {
    return IntStream.range(0, count).mapToObj(number -> new Shard(buffer, number)).toList();
  }

  /** The key of the highest version that was given here. */
  String clock() {
    return prefix() + "clock";
  }

  /** The key of what has to be written, by when it is due. */
  String dirty() {
    return prefix() + "dirty";
  }

  /** The key of what was set aside, with its versions. */
  String aside() {
    return prefix() + "aside";
  }

  /** What the keys of values begin with. */
  String entries() {
    return prefix() + "e:";
  }

  LockName lock() {
    return new LockName("write-behind", buffer + "." + number);
  }

  private String prefix() {
    return "wb:{" + buffer + ":" + number + "}:";
  }
}
