package dev.tally.scenarios.chaos;

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
class BreakpointTest {
  private static final byte[] RECORD = {1};

  @TempDir private Path dir;
  private Breakpoint breakpoint;
  private BreakpointInterceptor interceptor;

  @BeforeEach
  void open() {
    breakpoint = new Breakpoint(dir);
    interceptor = new BreakpointInterceptor();
    interceptor.configure(Map.of(BreakpointInterceptor.DIRECTORY, dir.toString()));
  }

  private Thread sends(byte @Nullable [] value) {
    Thread writer = new Thread(() -> interceptor.onSend(new ProducerRecord<>("out", value)));
    writer.start();
    return writer;
  }

  @Test
  void letsEverythingPass_whenItIsNotSet() throws Exception {
    sends(RECORD).join();
    assertThat(breakpoint.isHit()).isFalse();
  }

  @Test
  void holdsTheWriter_whenSoManyRecordsHavePassed() throws Exception {
    breakpoint.set(2);
    sends(RECORD).join();
    sends(RECORD).join();
    assertThat(breakpoint.isHit()).isFalse();
    Thread held = sends(RECORD);
    await().until(breakpoint::isHit);
    assertThat(held.isAlive()).isTrue();
    breakpoint.release();
    held.join();
    sends(RECORD).join();
    assertThat(breakpoint.isHit()).isFalse();
  }

  @Test
  void holdsTheWriterAtItsHeartbeat_whichIsTheLastOfATransaction() throws Exception {
    breakpoint.set(Breakpoint.BEFORE_COMMIT);
    sends(RECORD).join();
    assertThat(breakpoint.isHit()).isFalse();
    Thread held = sends(null);
    await().until(breakpoint::isHit);
    breakpoint.release();
    held.join();
  }
}
