package dev.tally.cli;

import dev.tally.operations.erase.EraseListener;
import dev.tally.operations.erase.EraseSettings;
import dev.tally.operations.erase.EraseUsers;
import dev.tally.operations.erase.ErasureJson;
import dev.tally.operations.erase.ErasureReport;
import dev.tally.operations.erase.StateTimes;
import dev.tally.operations.erase.UserFingerprint;
import dev.tally.operations.erase.UserPlace;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.joda.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases users from the stores and reports when all other copies of their data expire. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Erase users from the stores, and report when all other data expires.",
      "",
      "Orders of the users remain in Pinot, Hive and ClickHouse, with their amounts and credits, but"
          + " with an empty user id. Kafka cannot delete single records: the command reads all"
          + " topics with user ids and reports when Kafka deletes the last record of the users. It"
          + " also reports when the state of the jobs is forgotten. Jobs may run meanwhile.",
      "",
      "A topic remembers each request by a fingerprint of the user id. If the command is killed,"
          + " run it again with the same users: it continues the request. Exit code 1 means that"
          + " data remains that does not expire; the report says where, and what to do.",
      "",
      "The command processes the topics of one region: run it once for the Kafka of each region."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally erase --userFile=users.txt --dryRun",
      "  ./tally erase --userFile=users.txt --json > report.json",
      "  ./tally erase --userFile=- < users.txt",
      "  ./tally erase --user=u-1 --stores=HIVE,CLICKHOUSE",
      "  ./tally erase --again"
    })
final class EraseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private UsersToErase users = new UsersToErase();
  @Mixin private KafkaTarget kafka = new KafkaTarget();
  @Mixin private ErasedTopics topics = new ErasedTopics();
  @Mixin private ErasedStores stores = new ErasedStores();
  @Mixin private ErasedRules rules = new ErasedRules();

  @Option(names = "--dryRun", description = "Show what would be erased without changing anything.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    List<UserFingerprint> fingerprints = users.fingerprints(problems);
    EraseSettings.Formats formats = rules.formats(problems);
    StateTimes times = rules.times(problems);
    problems.throwIfAny();
    EraseSettings settings =
        new EraseSettings(kafka.cluster(), topics.topics(), formats, stores.stores(kafka), times);
    EraseUsers erasure =
        new EraseUsers(settings, progress(), Instant::now, () -> UUID.randomUUID().toString());
    ErasureReport report = dryRun ? erasure.dryRun(fingerprints) : erasure.erase(fingerprints);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ErasureJson.of(report));
    } else {
      new EraseResult(report).print(out, dryRun);
    }
    return report.isSettled() ? Exit.OK : Exit.DIFFERENT;
  }

  private EraseListener progress() {
    PrintWriter err = spec.commandLine().getErr();
    ProgressLine line = new ProgressLine(err, "records read");
    return new EraseListener() {
      @Override
      public void read(long records) {
        line.reached(records);
      }

      @Override
      public void erasing(UserPlace place) {
        err.printf("erasing: %s%n", place.title());
        err.flush();
      }
    };
  }
}
