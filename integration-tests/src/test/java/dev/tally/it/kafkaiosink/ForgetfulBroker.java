package dev.tally.it.kafkaiosink;

import dev.tally.it.BrokerProcess;
import dev.tally.it.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Kafka broker that keeps the offsets of an idle group for one minute, the minimum; the default
 * is seven days.
 */
final class ForgetfulBroker {
  private ForgetfulBroker() {}

  static BrokerProcess start(Path dir) throws IOException {
    return BrokerProcess.start(
        dir,
        Servers.freePort(),
        Map.of("offsets.retention.minutes", "1", "offsets.retention.check.interval.ms", "1000"));
  }
}
