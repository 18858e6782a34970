package dev.orrery.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Where events end, however the stream is cut into pieces. */
class EventSplitterTest {

  private static final String STREAM =
      "id:1\r\n"
          + "event:PENDING\r\n"
          + "data:{\"a\":1}\r\n\r\n"
          + ": still\n\n"
          + "data: x\n"
          + "data: y\n\n\n"
          + ":\n\n"
          + "data:ü\n\n";

  private static List<String> texts(List<Event> events) {
    return events.stream().map(event -> new String(event.bytes(), StandardCharsets.UTF_8)).toList();
  }

  @Test
  void endsAnEventAtAnEmptyLine() throws Exception {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    List<Event> events = new EventSplitter(1_000).split(bytes, bytes.length);
    assertThat(texts(events))
        .containsExactly(
            "id:1\r\nevent:PENDING\r\ndata:{\"a\":1}\r\n\r\n",
            ": still\n\n",
            "data: x\ndata: y\n\n",
            "\n",
            ":\n\n",
            "data:ü\n\n");
    assertThat(events)
        .extracting(Event::says)
        .containsExactly(true, false, true, false, false, true);
  }

  @Property
  void howItIsCutMakesNoDifference(
      @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 7) Integer> cuts) throws Exception {
    byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
    EventSplitter splitter = new EventSplitter(1_000);
    List<Event> events = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      int length = Math.min(cut, bytes.length - from);
      byte[] piece = Arrays.copyOfRange(bytes, from, from + length + 3);
      events.addAll(splitter.split(piece, length));
      from += length;
    }
    byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
    events.addAll(splitter.split(rest, rest.length));
    assertThat(texts(events)).isEqualTo(texts(new EventSplitter(1_000).split(bytes, bytes.length)));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    events.forEach(event -> all.writeBytes(event.bytes()));
    assertThat(all.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void holdsNoEventThatIsTooLong() throws Exception {
    EventSplitter splitter = new EventSplitter(10);
    byte[] piece = "123456".getBytes(StandardCharsets.US_ASCII);
    assertThat(splitter.split(piece, 6)).isEmpty();
    assertThatThrownBy(() -> splitter.split(piece, 6)).isInstanceOf(IOException.class);
  }
}
