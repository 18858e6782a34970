package dev.orrery.saga;

/**
 * What a step sends.
 *
 * @param destination a topic
 * @param key commands of one key reach the participant in order
 */
public record SagaCommand(String destination, String key, Object payload) {}
