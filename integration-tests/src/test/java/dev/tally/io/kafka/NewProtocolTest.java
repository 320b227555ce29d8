package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tally.it.BrokerProcess;
import dev.tally.it.Servers;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same delays as in {@link LateRequestTest}, with the clients of the broker's version. They use
 * transaction version 2 (KIP-890). They run in a JVM of their own, because the jobs need older
 * clients. Skipped unless the build has a broker 4.x ({@code -Dbroker.version=4.4.0}).
 */
@Tag("integration")
class NewProtocolTest {
  @TempDir private Path dir;

  @Test
  void refusesALateRequest() throws Exception {
    assumeThat(BrokerProcess.classPath()).contains("kafka-clients-4.");
    int proxyPort = Servers.freePort();
    int brokerPort = Servers.freePort();
    Process producer = start(String.valueOf(proxyPort), String.valueOf(brokerPort));
    try (BrokerProcess broker =
        BrokerProcess.start(
            dir,
            brokerPort,
            Map.of("advertised.listeners", "PLAINTEXT://127.0.0.1:" + proxyPort))) {
      List<String> results =
          producer
              .inputReader()
              .lines()
              .filter(line -> line.startsWith(LateRequest.RESULT))
              .limit(2)
              .toList();
      assertThat(results)
          .as(broker.bootstrap())
          .containsExactly(
              LateRequest.RESULT + "END_TXN [first]",
              LateRequest.RESULT + "WRITE_TXN_MARKERS [first]");
    } finally {
      producer.destroyForcibly();
    }
  }

  private static Process start(String... arguments) throws Exception {
    Path tests =
        Path.of(LateRequest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            BrokerProcess.classPath() + File.pathSeparator + tests,
            LateRequest.class.getName());
    program.command().addAll(List.of(arguments));
    return program.redirectErrorStream(true).start();
  }
}
