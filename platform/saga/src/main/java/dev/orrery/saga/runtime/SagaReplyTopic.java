package dev.orrery.saga.runtime;

/**
 * Where a service's sagas are answered; the one bean an application declares to have sagas.
 *
 * @param replies the sealed interface of all replies
 */
public record SagaReplyTopic(String topic, String group, Class<?> replies) {}
