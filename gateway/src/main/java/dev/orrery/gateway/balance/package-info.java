/**
 * Which instance of a service is asked. The choices are pure but for what they must remember, take
 * time and randomness as arguments, and are compared by simulation; one shell makes them a balancer
 * of Spring Cloud LoadBalancer.
 */
@NullMarked
package dev.orrery.gateway.balance;

import org.jspecify.annotations.NullMarked;
