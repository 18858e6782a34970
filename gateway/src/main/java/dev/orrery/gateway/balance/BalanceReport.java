package dev.orrery.gateway.balance;

import java.util.List;

/**
 * How things stand with the instances of one service, as this gateway has seen them.
 *
 * @param service by its registered name; none is listed before its first call
 */
public record BalanceReport(String service, List<InstanceReport> instances) {

  /**
   * @param latencyMillis the peak-sensitive average
   * @param callsUnderWay until the head of their answers
   * @param knownSeconds since it was first seen
   * @param ejectedMillis for how long it is still left out, for having failed
   * @param drainingMillis for how long it is still left out, for having said that it stops
   */
  public record InstanceReport(
      String instance,
      int callsUnderWay,
      double latencyMillis,
      long knownSeconds,
      long ejectedMillis,
      long drainingMillis) {}
}
