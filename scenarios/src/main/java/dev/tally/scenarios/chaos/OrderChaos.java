package dev.tally.scenarios.chaos;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.TallyTopics;
import dev.tally.runners.Checkpoint;
import dev.tally.runners.FlinkRest;
import dev.tally.scenarios.chaos.OrderPhase.Kind;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.OrderControl;
import dev.tally.server.stack.OrderControl.Outage;
import dev.tally.server.stack.OrderControl.ServiceBehaviour;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Runs the attribution job on a real Kafka and a real Flink cluster while its order service is
 * down, slow, failing or hanging, and compares the attributed orders with the orders that were
 * sent.
 *
 * <p>Errors: {@link IOException} if a server or the job does not start; the message says where the
 * logs are.
 */
public final class OrderChaos {
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final double FAILING = 0.3;
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

  private final LocalStack stack;
  private final int perSecond;
  private final Consumer<String> console;
  private final OrderTopics topics = new OrderTopics("chaos-" + UUID.randomUUID() + "-");
  private final Map<Long, Checkpoint> checkpoints = new TreeMap<>();
  private long probedAt;

  /**
   * Creates a run.
   *
   * @param stack the servers; the order service is killed
   * @param perSecond number of orders sent per second
   * @param console receives lines of output for the user
   */
  public OrderChaos(LocalStack stack, int perSecond, Consumer<String> console) {
    this.stack = stack.withFlinkLibrary(System.getProperty("java.class.path"));
    this.perSecond = perSecond;
    this.console = console;
  }

  /** Runs these phases, and then waits until every order has its details. */
  public OrderChaosReport run(List<OrderPhase> phases) throws IOException, InterruptedException {
    stack.up(Server.KAFKA, Server.TASKMANAGER, Server.ORDERS);
    KafkaCluster kafka = KafkaCluster.at(stack.kafkaBootstrap());
    TallyTopics.create(kafka, topics.all());
    FlinkRest flink = FlinkRest.at(stack.flinkRest().toString());
    FlinkRest.Job job = new OrderChaosJob(stack, topics).submit();
    try (OrderSender sender = OrderSender.start(kafka, topics, perSecond);
        SeenOrders seen = new SeenOrders(kafka, topics.attributedOrders())) {
      awaitWork(flink, job, seen);
      List<PhaseEnd> ends = new ArrayList<>();
      for (OrderPhase phase : phases) {
        console.accept("%s for %d s".formatted(phase.kind(), phase.lasts().toSeconds()));
        ends.add(run(phase, flink, job, seen));
      }
      sender.pause();
      awaitSettled(sender, seen, flink, job);
      return new OrderChaosReport(
          ends, sender.sent(), seen, List.copyOf(checkpoints.values()), flink.counters(job));
    } finally {
      flink.cancel(job, DEADLINE);
    }
  }

  /**
   * A completed phase.
   *
   * @param from start, epoch ms
   * @param until end, epoch ms
   * @param counters the job's counters at the end of the phase
   */
  record PhaseEnd(OrderPhase phase, long from, long until, Map<String, Long> counters) {}

  private PhaseEnd run(OrderPhase phase, FlinkRest flink, FlinkRest.Job job, SeenOrders seen)
      throws IOException {
    long from = System.currentTimeMillis();
    begin(phase.kind());
    probeUntil(from + phase.lasts().toMillis() - FRESH.toMillis(), flink, job, seen);
    flink.counters(
        job); // A request makes Flink refresh the counters that it returns to the next request.
    probeUntil(from + phase.lasts().toMillis(), flink, job, seen);
    Map<String, Long> counters = flink.counters(job);
    long until = System.currentTimeMillis();
    end(phase.kind());
    return new PhaseEnd(phase, from, until, counters);
  }

  private void probeUntil(long time, FlinkRest flink, FlinkRest.Job job, SeenOrders seen)
      throws IOException {
    while (System.currentTimeMillis() < time) {
      probe(flink, job, seen);
    }
  }

  private void begin(Kind kind) throws IOException {
    if (kind == Kind.DOWN) {
      stack.kill(Server.ORDERS);
    } else {
      OrderControl.of(stack).change(behaviour(kind));
    }
  }

  private void end(Kind kind) throws IOException {
    if (kind == Kind.DOWN) {
      stack.up(Server.ORDERS);
    } else {
      OrderControl.of(stack).change(ServiceBehaviour.normal());
    }
  }

  private static ServiceBehaviour behaviour(Kind kind) {
    ServiceBehaviour normal = ServiceBehaviour.normal();
    return switch (kind) {
      case AS_USUAL, DOWN -> normal;
      case SLOW -> normal.withLatency(SLOW);
      case FAILING -> normal.withErrorRate(FAILING);
      case HANGING -> normal.withOutage(Outage.HANGS);
    };
  }

  /**
   * Polls the orders and, once per second, Flink's checkpoints, because Flink keeps only the last
   * ones.
   */
  private void probe(FlinkRest flink, FlinkRest.Job job, SeenOrders seen) throws IOException {
    seen.poll();
    long now = System.currentTimeMillis();
    if (now >= probedAt + PROBE_EVERY.toMillis()) {
      probedAt = now;
      flink.endedCheckpoints(job).forEach(ended -> checkpoints.put(ended.id(), ended));
    }
  }

  private void awaitWork(FlinkRest flink, FlinkRest.Job job, SeenOrders seen) throws IOException {
    long deadline = System.currentTimeMillis() + DEADLINE.toMillis();
    while (seen.isEmpty()) {
      if (System.currentTimeMillis() > deadline) {
        throw new IOException(
            "The job has not written an order within %d s: see the logs in %s"
                .formatted(DEADLINE.toSeconds(), stack.dataDir()));
      }
      probe(flink, job, seen);
    }
  }

  private void awaitSettled(OrderSender sender, SeenOrders seen, FlinkRest flink, FlinkRest.Job job)
      throws IOException {
    long deadline = System.currentTimeMillis() + DEADLINE.toMillis();
    while (!seen.areSettled(sender.sent().values()) && System.currentTimeMillis() < deadline) {
      probe(flink, job, seen);
    }
  }
}
