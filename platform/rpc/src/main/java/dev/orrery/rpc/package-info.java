/**
 * gRPC between services. A channel whose target is {@code discovery:///inventory-service} goes to
 * the instances that discovery knows, by Eureka or by DNS, and that say in their metadata where
 * they serve gRPC. A server answers on virtual threads, and what goes wrong has a status with
 * details ({@link dev.orrery.rpc.Refusals}).
 */
@NullMarked
package dev.orrery.rpc;

import org.jspecify.annotations.NullMarked;
