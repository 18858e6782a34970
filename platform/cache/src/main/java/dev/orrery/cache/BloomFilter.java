package dev.orrery.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set that forgets nothing and now and then takes a stranger for a member: one of a thousand, as
 * long as it holds no more than it was sized for. Thread-safe.
 *
 * @see <a href="https://doi.org/10.1145/362686.362692">Bloom 1970</a>; two hashes make all others,
 *     after Kirsch and Mitzenmacher 2006
 */
final class BloomFilter {
  private static final double BITS_PER_MEMBER = 14.4;
  private static final int HASHES = 10;

  private final AtomicLongArray words;
  private final int bits;

  BloomFilter(int members) {
    this.words =
        new AtomicLongArray(Math.toIntExact((long) (members * BITS_PER_MEMBER / Long.SIZE) + 1));
    this.bits = Math.multiplyExact(words.length(), Long.SIZE);
  }

  void add(String member) {
    long hash = hash(member);
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(hash, i);
      words.accumulateAndGet(bit / Long.SIZE, 1L << bit, (word, one) -> word | one);
    }
  }

  boolean mightContain(String candidate) {
    long hash = hash(candidate);
    for (int i = 0; i < HASHES; i++) {
      int bit = bit(hash, i);
      if ((words.get(bit / Long.SIZE) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private int bit(long hash, int number) {
    return Math.floorMod((int) hash + number * ((int) (hash >>> 32) | 1), bits);
  }

  /** FNV-1a over the characters, stirred as MurmurHash3 does at its end. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
