package dev.tally.pipelines.attribution;

import com.google.auto.value.AutoValue;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.options.FormatChecks;
import dev.tally.pipelines.options.JobChecks;
import dev.tally.pipelines.options.JobManifest;
import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.Problems;
import dev.tally.pipelines.options.Region;
import dev.tally.runners.manifest.Manifest;
import dev.tally.transforms.attribute.AttributionLimits;
import dev.tally.transforms.attribute.AttributionRules;
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.enrich.OrderService;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.time.Duration;

/**
 * The attribution job's options after they were checked for consistency and against the runner and
 * the topics.
 *
 * <p>Errors: {@link dev.tally.pipelines.options.InvalidOptions}, whose message lists all problems.
 */
@AutoValue
public abstract class CheckedAttributionOptions {
  /** Must change if a build can no longer read the state of an earlier build. */
  private static final int STATE_FORMAT = 2;

  /** The regions that the job reads; it writes to the first one only. */
  public abstract List<Region> regions();

  /** The rules that decide which touch earns credit for an order. */
  public abstract AttributionRules rules();

  /** How far ahead of its broker time an accepted order may be. */
  public abstract Duration maxClockSkew();

  /** The mapping that decodes orders; empty for Tally's own JSON. */
  public abstract Optional<Mapping<Order>> ordersMapping();

  /** The mapping that decodes campaigns; empty for Tally's own JSON. */
  public abstract Optional<Mapping<CampaignVersion>> campaignsMapping();

  /** The name of the job's exactly-once writers; a restored job needs the same one. */
  public abstract String sinkGroup();

  /** The watermark policy of the topics of orders and campaigns. */
  public abstract WatermarkPolicy watermarks();

  /** Ids that identify nothing. */
  public abstract PlaceholderIds placeholders();

  /** Returns the rules that decide which records are rejected. */
  public final AttributionJob.Cleansing cleansing() {
    return new AttributionJob.Cleansing(maxClockSkew(), placeholders());
  }

  /** The service that returns details of orders. */
  public abstract OrderService orderService();

  /** The settings on which the job's state depends. */
  public abstract Manifest manifest();

  /** Warnings about the savepoint from which the job starts. */
  abstract List<String> restoreNotes();

  /** Returns the Kafka cluster that the job writes to. */
  public final KafkaCluster cluster() {
    return regions().get(0).kafka();
  }

  /** Checks the options and, by requests to Kafka, the topics. */
  public static CheckedAttributionOptions check(AttributionOptions options) {
    Problems problems = new Problems();
    problems.requireRanges(AttributionOptions.class, options);
    JobChecks checks = new JobChecks(options, problems);
    AttributionRules rules = rules(options, checks, problems);
    Duration maxClockSkew = problems.duration("maxClockSkew", options.getMaxClockSkew());
    WatermarkPolicy watermarks = checks.watermarks(checks.expectedDelay(rules.maxEventAge()));
    KafkaCluster cluster = checks.cluster();
    FormatChecks formats = new FormatChecks(problems);
    Optional<Mapping<Order>> orders =
        formats.mapping("ordersFormat", options.getOrdersFormat(), Mapping::toOrders);
    Optional<Mapping<CampaignVersion>> campaigns =
        formats.mapping("campaignsFormat", options.getCampaignsFormat(), Mapping::toCampaigns);
    OrderService orderService = OrderServiceChecks.check(options, problems);
    checks.checkSink();
    List<Region> regions = cluster == null ? List.of() : checks.regions(cluster, options);
    if (cluster != null) {
      checkTopics(options, regions, watermarks, checks);
    }
    String sinkGroup = checks.sinkGroup();
    Manifest manifest =
        manifest(options, sinkGroup)
            .noted("--ordersFormat", FormatChecks.described(orders))
            .noted("--campaignsFormat", FormatChecks.described(campaigns));
    List<String> restoreNotes = checks.checkRestore(manifest);
    problems.throwIfAny();
    return new AutoValue_CheckedAttributionOptions(
        regions,
        rules,
        maxClockSkew,
        orders,
        campaigns,
        sinkGroup,
        watermarks,
        PlaceholderOptions.placeholders(options),
        orderService,
        manifest,
        restoreNotes);
  }

  private static AttributionRules rules(
      AttributionOptions options, JobChecks checks, Problems problems) {
    Duration clickWindow = problems.duration("clickWindow", options.getClickWindow());
    Duration viewWindow = problems.duration("viewWindow", options.getViewWindow());
    AttributionLimits limits = limits(options, checks.maxEventAge(), problems);
    int generation = checks.generation();
    return problems.none()
        ? new AttributionRules(options.getStrategy(), clickWindow, viewWindow, limits, generation)
        : AttributionRules.defaults();
  }

  /**
   * Returns the limits. A {@code maxRefundAge} shorter than {@code maxEventAge} is raised to it,
   * because the job remembers an order at least that long.
   */
  private static AttributionLimits limits(
      AttributionOptions options, Duration maxEventAge, Problems problems) {
    Duration given = problems.duration("maxRefundAge", options.getMaxRefundAge());
    return problems.none()
        ? new AttributionLimits(
            new OrderAges(maxEventAge, given.isShorterThan(maxEventAge) ? maxEventAge : given),
            options.getMaxTouches())
        : AttributionLimits.defaults();
  }

  private static void checkTopics(
      AttributionOptions options,
      List<Region> regions,
      WatermarkPolicy watermarks,
      JobChecks checks) {
    TopicInspector topics = TopicInspector.of(regions.get(0).kafka());
    if (checks.checkRead(topics, options.getOrdersTopic(), watermarks)) {
      checks.checkRead(regions, options.getOrdersTopic(), watermarks);
      checks.checkRead(regions, options.getCampaignsTopic(), watermarks);
      checks.checkRead(regions, options.getCleanAdEventsTopic(), WatermarkPolicy.heartbeats());
      checks.checkWrite(
          topics,
          options.getAttributedOrdersTopic(),
          RecordLimits.attributedOrder(
              Math.max(1, Math.min(options.getMaxTouches(), AttributionLimits.MOST_TOUCHES))));
    }
  }

  /**
   * Returns the settings on which the job's state depends. Every other setting may change at a
   * restore.
   */
  private static Manifest manifest(AttributionOptions options, String sinkGroup) {
    return JobManifest.of("attribution", STATE_FORMAT, options, sinkGroup)
        .fixed("--input", options.getInput())
        .fixed("--ordersTopic", options.getOrdersTopic())
        .fixed("--cleanAdEventsTopic", options.getCleanAdEventsTopic())
        .fixed("--campaignsTopic", options.getCampaignsTopic())
        .fixed("--attributedOrdersTopic", options.getAttributedOrdersTopic())
        .fixed("--strategy", options.getStrategy())
        .fixed("--generation", options.getGeneration());
  }

  /** Returns the warnings that the user should read before the job starts. */
  public static List<String> warnings(
      AttributionOptions options, CheckedAttributionOptions checked) {
    return Stream.of(
            JobChecks.warnings(checked.regions()),
            JobChecks.warnings(options, checked.cluster(), options.getAttributedOrdersTopic()),
            checked.restoreNotes(),
            JobChecks.omittedPayloads(
                checked.cluster(),
                options.getDeadLettersTopic(),
                List.of(options.getOrdersTopic(), options.getCampaignsTopic())))
        .flatMap(List::stream)
        .toList();
  }
}
