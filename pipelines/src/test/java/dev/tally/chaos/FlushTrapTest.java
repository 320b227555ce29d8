package dev.tally.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FlushTrapTest {
  private static final byte[] RECORD = {1};

  @TempDir private Path dir;
  private FlushTrap trap;
  private TrapInterceptor interceptor;

  @BeforeEach
  void open() {
    trap = new FlushTrap(dir);
    interceptor = new TrapInterceptor();
    interceptor.configure(Map.of(TrapInterceptor.DIRECTORY, dir.toString()));
  }

  private Thread sends(byte @Nullable [] value) {
    Thread writer = new Thread(() -> interceptor.onSend(new ProducerRecord<>("out", value)));
    writer.start();
    return writer;
  }

  @Test
  void letsEverythingPass_whenItIsNotSet() throws Exception {
    sends(RECORD).join();
    assertThat(trap.hasCaught()).isFalse();
  }

  @Test
  void holdsTheWriter_whenSoManyRecordsHavePassed() throws Exception {
    trap.set(2);
    sends(RECORD).join();
    sends(RECORD).join();
    assertThat(trap.hasCaught()).isFalse();
    Thread held = sends(RECORD);
    await().until(trap::hasCaught);
    assertThat(held.isAlive()).isTrue();
    trap.release();
    held.join();
    sends(RECORD).join();
    assertThat(trap.hasCaught()).isFalse();
  }

  @Test
  void holdsTheWriterAtItsHeartbeat_whichIsTheLastOfATransaction() throws Exception {
    trap.set(FlushTrap.BEFORE_COMMIT);
    sends(RECORD).join();
    assertThat(trap.hasCaught()).isFalse();
    Thread held = sends(null);
    await().until(trap::hasCaught);
    trap.release();
    held.join();
  }
}
