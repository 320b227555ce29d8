package dev.tally.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.junit.jupiter.api.Test;

/**
 * The direction of dependencies, as docs/architecture.md draws it. Rules name what is excluded and
 * not what is included, so that a new package is covered.
 */
class ArchitectureTest {
  private static final String OURS = "dev.tally..";
  private static final String MODEL = "dev.tally.transforms.model..";
  private static final String JSON = "dev.tally.transforms.json..";

  /** Shared by the jobs; every other package of the module is one job. */
  private static final String[] SHARED_BY_JOBS = {
    "dev.tally.pipelines.options..", "dev.tally.pipelines.ports.."
  };

  /** What no job and no operator needs: every other package is production code. */
  private static final String[] TOOLS = {
    "dev.tally.truth..",
    "dev.tally.server..",
    "dev.tally.scenarios..",
    "dev.tally.cli..",
    "dev.tally.bench.."
  };

  /**
   * The classes of {@code io.hive} that connect the commit protocol with Beam, Hive, Parquet and
   * file systems. Every other class is the protocol. Model tests run it on files in memory and
   * interleave its calls.
   */
  private static final Set<String> AROUND_THE_HIVE_PROTOCOL =
      Set.of(
          "BucketFn",
          "BucketKey",
          "CommitRowsFn",
          "DiscardedRecords",
          "GroupRead",
          "HadoopTableFileSystem",
          "HiveIO",
          "HiveNames",
          "HiveTable",
          "HiveType",
          "HiveTypes",
          "IndexedFile",
          "KeyFields",
          "LocalTableFileSystem",
          "Metastore",
          "ParquetRedaction",
          "ParquetRows",
          "PartitionColumn",
          "RedactTable",
          "ReplacedText",
          "RowPlacement",
          "TableFileSystem",
          "TablePartitions",
          "TableSetup",
          "TableSpec",
          "TableThrift",
          "UnwritableRow");

  /** The classes of the exactly-once protocol of Kafka topics; a model test runs them too. */
  private static final Set<String> KAFKA_PROTOCOL =
      Set.of(
          "CommitMarker",
          "CommitMarkerText",
          "ExpiredTransactionException",
          "FactFingerprint",
          "Heartbeat",
          "OlderSavepointException",
          "OnOlderSavepoint",
          "PreparedTransaction",
          "RecordBatch",
          "RecreatedTopicException",
          "ReconcileState",
          "RevisionFn",
          "SequencePosition",
          "ShardLog",
          "ShardState",
          "ShardWriter",
          "TopicIdentity",
          "TwoPhaseLog",
          "TwoPhaseRestore",
          "TwoPhaseShard",
          "TwoPhaseState");

  /** Where a clock or a source of names is made, which other classes of io are given. */
  private static final Set<String> MAKES_CLOCKS_OR_NAMES =
      Set.of("TopicSplit", "HiveTable", "RandomNames", "OrderApi");

  /** Times out a read of the log, and nothing else depends on it. */
  private static final String TIMES_OUT_BY_ITSELF = "PartitionRead";

  private static final JavaClasses TALLY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tally");

  @Test
  void modelImportsNothingOfOurs() {
    onlyOurs(resideInAPackage(MODEL), MODEL);
  }

  @Test
  void jsonImportsNothingOfOurs() {
    onlyOurs(resideInAPackage(JSON), JSON);
  }

  @Test
  void aStepKnowsTheModelAndJsonAndNoOtherStep() {
    check(
        classes()
            .that(resideInAPackage("dev.tally.transforms..").and(not(resideInAPackage(MODEL))))
            .should(dependOnOwnPackageAnd(OURS, MODEL, JSON)));
  }

  @Test
  void ioKnowsNoAdAndNothingElseOfOurs() {
    onlyOurs(resideInAPackage("dev.tally.io.."), "dev.tally.io..");
  }

  @Test
  void runnersKnowOnlyTheTwoPhaseWriterOfIo() {
    onlyOurs(
        resideInAPackage("dev.tally.runners..")
            .and(not(resideInAPackage("dev.tally.runners.twophase"))),
        "dev.tally.runners..");
    onlyOurs(
        resideInAPackage("dev.tally.runners.twophase"),
        "dev.tally.runners.twophase",
        "dev.tally.io.kafka");
  }

  /** The expected results share no code with what they judge. */
  @Test
  void truthKnowsNothingElseOfOurs() {
    onlyOurs(resideInAPackage("dev.tally.truth.."), "dev.tally.truth..");
  }

  @Test
  void serversKnowNothingElseOfOurs() {
    onlyOurs(resideInAPackage("dev.tally.server.."), "dev.tally.server..");
  }

  @Test
  void pipelinesKnowTransformsIoAndRunners() {
    onlyOurs(
        resideInAPackage("dev.tally.pipelines.."),
        "dev.tally.pipelines..",
        "dev.tally.transforms..",
        "dev.tally.io..",
        "dev.tally.runners..");
  }

  @Test
  void aJobKnowsNoOtherJob() {
    check(
        classes()
            .that(
                resideInAPackage("dev.tally.pipelines..")
                    .and(not(resideInAnyPackage(SHARED_BY_JOBS))))
            .should(dependOnOwnPackageAnd("dev.tally.pipelines..", SHARED_BY_JOBS)));
    check(
        noClasses()
            .that(resideInAnyPackage(SHARED_BY_JOBS))
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.tally.pipelines..")
                    .and(not(resideInAnyPackage(SHARED_BY_JOBS)))));
  }

  /** So no production class can inject a fault, start a server or judge a result. */
  @Test
  void productionKnowsNoTool() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(TOOLS)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TOOLS));
  }

  @Test
  void onlyTheBenchmarksKnowTheCommandLine() {
    check(
        noClasses()
            .that(not(resideInAnyPackage("dev.tally.cli..", "dev.tally.bench..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tally.cli..", "dev.tally.bench.."));
  }

  /**
   * The benchmarks, which compare with Flink's own sinks, are not on the class path of this test.
   */
  @Test
  void onlyRunnersConfigNamesFlink() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.tally.runners..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.beam.runners.."));
  }

  @Test
  void theProtocolOfHiveIsPure() {
    DescribedPredicate<JavaClass> protocol =
        resideInAPackage("dev.tally.io.hive")
            .and(not(named("dev.tally.io.hive", AROUND_THE_HIVE_PROTOCOL)));
    check(
        classes()
            .that(protocol)
            .should()
            .onlyDependOnClassesThat(
                protocol.or(
                    resideInAnyPackage("java..", "com.google.common..", "org.jspecify.."))));
  }

  /**
   * It also uses the records and descriptions of Kafka's clients, and no client; coders are
   * excluded.
   */
  @Test
  void theProtocolOfKafkaUsesNoClientAndNoBeam() {
    check(
        classes()
            .that(
                named("dev.tally.io.kafka", KAFKA_PROTOCOL)
                    .and(not(JavaClass.Predicates.assignableTo(Coder.class))))
            .should()
            .onlyDependOnClassesThat(
                named("dev.tally.io.kafka", KAFKA_PROTOCOL)
                    .or(
                        resideInAnyPackage(
                            "java..",
                            "com.google.common..",
                            "org.jspecify..",
                            "org.apache.kafka.common.."))
                    .or(simpleName("ProducerRecord"))
                    .or(simpleName("ConsumerRecord"))
                    .or(simpleName("TopicDescription"))));
  }

  @Test
  void theListsOfClassesAreOfClassesThatExist() {
    TreeMap<String, JavaClass> all = new TreeMap<>();
    TALLY.forEach(found -> all.put(found.getName(), found));
    assertThat(all.keySet())
        .containsAll(
            Stream.concat(
                    AROUND_THE_HIVE_PROTOCOL.stream().map(name -> "dev.tally.io.hive." + name),
                    KAFKA_PROTOCOL.stream().map(name -> "dev.tally.io.kafka." + name))
                .toList());
  }

  @Test
  void noClockAndNoChanceInTransforms() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.tally.transforms..")
            .should(callAClockOrAChance())
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class));
  }

  /** A clock of io is given, and so are names: both are made in few places. */
  @Test
  void clocksAndNamesOfIoAreMadeInFewPlaces() {
    check(
        noClasses()
            .that(
                resideInAPackage("dev.tally.io..")
                    .and(
                        DescribedPredicate.describe(
                            "make no clock",
                            found ->
                                !MAKES_CLOCKS_OR_NAMES.contains(topLevel(found))
                                    && !TIMES_OUT_BY_ITSELF.equals(topLevel(found)))))
            .should(callAClockOrAChance())
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC"));
  }

  @Test
  void noDoFnIsPublic() {
    check(
        noClasses().that().areAssignableTo(DoFn.class).should().haveModifier(JavaModifier.PUBLIC));
  }

  private static void onlyOurs(DescribedPredicate<JavaClass> classes, String... packages) {
    check(
        noClasses()
            .that(classes)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(packages)))));
  }

  /** Of the classes in some packages, only those in the same package and in others. */
  private static ArchCondition<JavaClass> dependOnOwnPackageAnd(String ofThese, String... others) {
    DescribedPredicate<JavaClass> these = resideInAPackage(ofThese);
    DescribedPredicate<JavaClass> allowed = resideInAnyPackage(others);
    return new ArchCondition<>("depend on their own package and %s", String.join(", ", others)) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getDirectDependenciesFromSelf().stream()
            .filter(d -> these.test(d.getTargetClass()) && !allowed.test(d.getTargetClass()))
            .filter(d -> !d.getTargetClass().getPackageName().equals(item.getPackageName()))
            .forEach(d -> events.add(SimpleConditionEvent.violated(item, d.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> callAClockOrAChance() {
    Set<String> calls =
        Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "org.joda.time.Instant.now",
            "java.util.UUID.randomUUID");
    return new ArchCondition<>("call a clock or a random source") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getAccessesFromSelf().stream()
            .filter(
                a ->
                    calls.contains(a.getTargetOwner().getName() + "." + a.getTarget().getName())
                        || a.getTargetOwner().isAssignableTo(java.util.Random.class))
            .forEach(a -> events.add(SimpleConditionEvent.satisfied(item, a.getDescription())));
      }
    };
  }

  /** The top-level classes with these names, and what is nested in them. */
  private static DescribedPredicate<JavaClass> named(String packageName, Set<String> names) {
    return DescribedPredicate.describe(
        "listed, of " + packageName,
        found -> found.getPackageName().equals(packageName) && names.contains(topLevel(found)));
  }

  /** The name of the top-level class; for a generated class, of the one it was generated for. */
  private static String topLevel(JavaClass found) {
    JavaClass base = found.getBaseComponentType();
    String name = base.getName().substring(base.getPackageName().length() + 1);
    return name.replaceFirst("^AutoValue_", "").replaceFirst("[$_].*", "");
  }

  private static void check(ArchRule rule) {
    rule.check(TALLY);
  }
}
