package dev.orrery.gateway.guard;

/**
 * Who calls.
 *
 * @param id of who was authenticated, or of the address where nobody was
 * @param address of the connection; of IPv6 the network, which is what one caller is given
 * @param times how many times the quota of a route its plan allows
 */
public record Caller(String id, String address, int times) {}
