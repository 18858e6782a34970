package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.RateLimiter.Limit;
import dev.orrery.gateway.guard.RateLimiter.Verdict;
import java.time.Duration;

/**
 * A bucket as the one number it needs: the moment at which it will be full. Nothing is lost to
 * rounding, whatever the interval between calls. The algorithm is GCRA, from ITU-T I.371. Pure.
 *
 * @param fullAt in microseconds of some clock
 */
record TokenBucket(double fullAt) {

  static final TokenBucket FULL = new TokenBucket(Double.NEGATIVE_INFINITY);

  record Taken(TokenBucket bucket, Verdict verdict) {}

  Taken take(Limit limit, double now) {
    double perCall = limit.microsPerCall();
    double full = Math.max(fullAt, now);
    double after = full + perCall;
    double tooMuch = after - (now + perCall * limit.burst());
    // Less than a millionth of a call is an error of rounding.
    if (tooMuch > perCall * 1e-6) {
      return new Taken(this, new Verdict(false, 0, micros(tooMuch), micros(full - now)));
    }
    long left = (long) Math.floor((perCall * limit.burst() - (after - now)) / perCall + 1e-6);
    return new Taken(
        new TokenBucket(after), new Verdict(true, left, Duration.ZERO, micros(after - now)));
  }

  private static Duration micros(double micros) {
    return Duration.ofNanos((long) Math.ceil(micros * 1_000));
  }
}
