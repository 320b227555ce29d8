package dev.tally.scenarios.demo;

import dev.tally.server.stack.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Instant;

/** A region of the demo, with its servers, its three jobs and its input. */
final class DemoRegion implements AutoCloseable {
  private final String name;
  private final DemoEnvironment environment;
  private final List<DemoJob> jobs = new ArrayList<>();
  private final ReplaySender sender;

  /**
   * Creates a region whose servers are running.
   *
   * @param name the region's name in the options of the jobs
   */
  DemoRegion(String name, DemoEnvironment environment, RegionFiles input) {
    this.name = name;
    this.environment = environment;
    sender = new ReplaySender(environment.kafka(), input.byTopic());
  }

  /**
   * Returns the region's entry in {@code --otherRegions} of another region, e.g. {@code
   * eu=127.0.0.1:20123}.
   */
  private String address() {
    return name + "=" + environment.servers().kafkaBootstrap();
  }

  /**
   * Starts all jobs of the region.
   *
   * @param stores the options that name the stores that all regions load
   */
  void start(DemoRegion other, List<String> stores) throws IOException {
    List<String> regions = List.of("--region=" + name, "--otherRegions=" + other.address());
    List<String> union = new ArrayList<>(regions);
    union.addAll(stores);
    jobs.add(job("union", union));
    jobs.add(job("aggregation", List.of()));
    jobs.add(job("attribution", regions));
    for (DemoJob job : jobs) {
      job.start();
    }
  }

  private DemoJob job(String job, List<String> more) {
    List<String> options = new ArrayList<>(more);
    options.add("--checkpointingInterval=3000");
    options.add("--parallelism=1");
    return new DemoJob(environment, job, options.toArray(String[]::new));
  }

  /** Throws an exception if a job has ended. */
  void checkAlive() throws IOException {
    for (DemoJob job : jobs) {
      job.checkAlive();
    }
  }

  /** Sends the region's lines before this broker time that were not sent yet. */
  void sendUntil(Instant time) throws IOException {
    environment.report("  %,d lines sent to %s".formatted(sender.sendUntil(time), name));
  }

  /** Returns the number of checkpoints that each job has completed, as text. */
  String progress() throws IOException {
    List<String> counts = new ArrayList<>();
    for (DemoJob job : jobs) {
      counts.add(String.valueOf(job.completed()));
    }
    return String.join("/", counts) + " checkpoints";
  }

  void killKafka() {
    environment.servers().kill(Server.KAFKA);
  }

  void startKafka() {
    environment.servers().up(Server.KAFKA);
  }

  /** Returns the number of checkpoints completed by the job that loads the stores. */
  long loads() throws IOException {
    return jobs.get(0).completed();
  }

  /** Returns the number of events that the runner dropped as late, in all jobs. */
  long dropped() throws IOException {
    long dropped = 0;
    for (DemoJob job : jobs) {
      dropped += job.dropped();
    }
    return dropped;
  }

  @Override
  public void close() {
    jobs.forEach(DemoJob::close);
  }
}
