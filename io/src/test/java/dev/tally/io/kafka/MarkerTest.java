package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.Marker.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class MarkerTest {
  private static final Marker NONE = Marker.none(4);

  private static ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>("t", 0, 7L, value.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  private static Position after(Position start, String... values) {
    Position position = start;
    for (String value : values) {
      position = position.plus(record(value));
    }
    return position;
  }

  @Test
  void writesWhatIsNew_andSkipsWhatStands() {
    Position first = after(Position.START, "a", "b");
    Marker marker = NONE.plus(first);
    assertThat(marker.fateOf(first)).isEqualTo(Fate.WRITE);
    assertThat(marker.fateOf(Position.START)).isEqualTo(Fate.SKIP);
    marker.confirmSkipped(first);
  }

  @Test
  void refusesABatchThatIsNotTheOneThatStands() {
    Marker marker = NONE.plus(after(Position.START, "a", "b"));
    assertThatThrownBy(() -> marker.confirmSkipped(after(Position.START, "b", "a")))
        .isInstanceOf(OlderSavepointException.class)
        .hasMessageContaining("--sinkGroup");
    assertThatThrownBy(() -> marker.confirmSkipped(after(Position.START, "a")))
        .isInstanceOf(OlderSavepointException.class);
    assertThatThrownBy(() -> marker.fateOf(after(Position.START, "x", "y")))
        .isInstanceOf(OlderSavepointException.class);
  }

  @Test
  void refusesAStateAheadOfTheMarker_forThatHasExpired() {
    assertThatThrownBy(() -> NONE.fateOf(after(Position.START, "a")))
        .isInstanceOf(OlderSavepointException.class);
  }

  @Test
  void refusesAnotherNumberOfPartitions() {
    NONE.require("t", 4);
    assertThatThrownBy(() -> NONE.require("t", 8))
        .hasMessageContaining("had 4 partitions")
        .hasMessageContaining("has 8 now");
  }

  @Test
  void survivesItsText_andFitsWhatABrokerTakes() {
    Marker marker = NONE;
    Position end = Position.START;
    for (int i = 0; i < 100; i++) {
      end = new Position(Long.MAX_VALUE - 100 + i, -i);
      marker = marker.plus(end);
    }
    assertThat(Marker.parse(marker.encode())).isEqualTo(marker);
    assertThat(marker.last()).isEqualTo(end);
    assertThat(marker.encode().length()).isLessThan(4096);
    assertThatThrownBy(() -> Marker.parse("{\"seq\":1}")).hasMessageContaining("sink group");
  }

  /**
   * Crashes and restores at random, of the newest checkpoint and of older ones: what is committed
   * is the input of the surviving history, each batch once, or the writer was refused.
   */
  @Property(tries = 500)
  void whatIsCommitted_isTheInputOnce_orTheWriterWasRefused(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> topic = new ArrayList<>();
    Marker marker = NONE;
    List<Checkpoint> checkpoints =
        new ArrayList<>(List.of(new Checkpoint(Position.START, 0, List.of())));
    int history = 0;
    for (int step = 0; step < 30; step++) {
      boolean older = random.nextInt(10) == 0;
      boolean crashes = random.nextInt(3) == 0;
      int newest = checkpoints.size() - 1;
      int restored = older ? random.nextInt(checkpoints.size()) : newest;
      Checkpoint from = checkpoints.get(restored);
      if (restored < newest) {
        history++;
        checkpoints.subList(restored + 1, checkpoints.size()).clear();
      }
      // The batch of a checkpoint is handed over when it completes, and again after a restore.
      Position end = from.state();
      for (String value : from.batch()) {
        end = end.plus(record(value));
      }
      try {
        if (!from.batch().isEmpty()) {
          if (marker.fateOf(from.state()) == Fate.WRITE) {
            topic.addAll(from.batch());
            marker = marker.plus(end);
          } else {
            marker.confirmSkipped(end);
          }
        }
      } catch (OlderSavepointException refused) {
        assertThat(history).as("only an older savepoint is refused").isPositive();
        return;
      }
      if (!crashes) {
        List<String> next = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          // After an older savepoint the same input comes in another order, or other batches.
          next.add("r" + (from.read() + next.size()));
        }
        if (history > 0 && random.nextBoolean()) {
          next.remove(next.size() - 1);
        }
        checkpoints.add(new Checkpoint(end, from.read() + next.size(), List.copyOf(next)));
      }
    }
    List<String> once = new ArrayList<>();
    for (int i = 0; i < topic.size(); i++) {
      once.add("r" + i);
    }
    assertThat(topic).isEqualTo(once);
  }

  /**
   * A checkpoint: the sink's state, how many records were read, and the batch to be written when it
   * completes.
   */
  record Checkpoint(Position state, int read, List<String> batch) {}
}
