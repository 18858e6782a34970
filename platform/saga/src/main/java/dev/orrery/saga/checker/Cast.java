package dev.orrery.saga.checker;

import dev.orrery.saga.SagaCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who takes part, and a number for each message that was ever sent. Not thread-safe. */
final class Cast {
  private final Map<String, List<Integer>> byDestination = new HashMap<>();
  private final List<Participant<?>> participants = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final Map<Message, Integer> numbers = new HashMap<>();

  void add(String destination, Participant<?> participant) {
    int known = participants.indexOf(participant);
    if (known < 0) {
      participants.add(participant);
    }
    byDestination
        .computeIfAbsent(destination, any -> new ArrayList<>())
        .add(known < 0 ? participants.size() - 1 : known);
  }

  List<Participant<?>> participants() {
    return participants;
  }

  int indexOf(Participant<?> participant) {
    int index = participants.indexOf(participant);
    if (index < 0) {
      throw new IllegalArgumentException(participant.name() + " is not in this world");
    }
    return index;
  }

  /**
   * @throws IllegalArgumentException where nobody takes it
   */
  Participant<?> whoTakes(SagaCommand command) {
    for (int index : byDestination.getOrDefault(command.destination(), List.of())) {
      if (participants.get(index).takes(command.payload())) {
        return participants.get(index);
      }
    }
    throw new IllegalArgumentException(
        "nobody at %s takes %s"
            .formatted(command.destination(), command.payload().getClass().getSimpleName()));
  }

  int number(Message message) {
    return numbers.computeIfAbsent(
        message,
        unknown -> {
          messages.add(unknown);
          return messages.size() - 1;
        });
  }

  Message message(int number) {
    return messages.get(number);
  }

  List<Message> messages() {
    return messages;
  }
}
