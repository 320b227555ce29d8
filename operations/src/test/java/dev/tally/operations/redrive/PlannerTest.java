package dev.tally.operations.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DeadLetterJson;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.format.MappingFile;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HOUR = Duration.standardHours(1);
  private static final CleanseRecords<AdEvent> RULES =
      CleanseRecords.rawAdEvents(
          Duration.standardHours(6), Duration.standardMinutes(5), PlaceholderIds.standard());
  private static final String COST_AS_TEXT = event("\"7\"");

  private final RedrivenLetters redriven = new RedrivenLetters();

  private static String event(String cost) {
    return ("{\"event_id\":\"e-1\",\"event_type\":\"click\",\"event_time\":%d,\"ad_id\":\"ad-1\","
            + "\"campaign_id\":\"c-1\",\"store_id\":\"s-1\",\"user_id\":\"u-1\","
            + "\"region\":\"eu\",\"cost_micros\":%s}")
        .formatted(NOON.getMillis(), cost);
  }

  private static StoredLetter letter(Reason reason, String payload) {
    return new StoredLetter(
        "DecodeAdEvents",
        reason.name(),
        RawRecord.of("eu", "ad-events", 3, 1207, NOON, payload.getBytes(UTF_8)),
        null);
  }

  private static Judges corrected() {
    String mapping =
        """
        to: ad-events
        fields:
          event_id: event_id
          event_type: event_type
          event_time: event_time
          ad_id: ad_id
          campaign_id: campaign_id
          store_id: store_id
          user_id: user_id
          region: region
          cost_micros: cost_micros
        """;
    return Judges.none()
        .adEvents(
            DecodeRecords.adEvents()
                .with(Mapping.toAdEvents(MappingFile.of("corrected.yaml", mapping))),
            RULES);
  }

  private Planner planner(Judges judges, Set<String> reasons, String region) {
    return planner(judges, reasons, Set.of(), region);
  }

  private Planner planner(Judges judges, Set<String> reasons, Set<String> topics, String region) {
    LetterFilter all = LetterFilter.all();
    return new Planner(
        new RedriveSettings(
            KafkaCluster.at("none:1"),
            RedriveSettings.Topics.defaults(),
            region,
            new LetterFilter(reasons, topics, all.times(), all.positions()),
            RedriveSettings.Limits.of(10, 2),
            judges),
        new Topics(),
        redriven);
  }

  /** Knows one live topic; no omitted payload is in it any longer. */
  private static final class Topics implements RawTopics {
    @Override
    public Optional<String> problem(String topic) {
      return topic.equals("ad-events") ? Optional.empty() : Optional.of("is not live");
    }

    @Override
    public Optional<RawRecord> omitted(StoredLetter letter) {
      return Optional.empty();
    }
  }

  private Outcome outcome(StoredLetter letter, Judges judges, Instant now) {
    return planner(judges, Set.of(), "eu").decide(letter, now).outcome();
  }

  private static Judges unchanged() {
    return Judges.none().adEvents(DecodeRecords.adEvents(), RULES);
  }

  @Test
  void sendsALetterThatACorrectedMappingAccepts() {
    StoredLetter letter = letter(Reason.WRONG_TYPE, COST_AS_TEXT);
    assertThat(outcome(letter, unchanged(), NOON)).isEqualTo(Outcome.REJECTED);
    assertThat(outcome(letter, corrected(), NOON)).isEqualTo(Outcome.ACCEPTED);
  }

  /** Avro in Confluent's wire format: the bytes are no text, and the mapping has a schema file. */
  @Test
  void sendsTheSameBytesOfABinaryValue() throws IOException {
    byte[] payload = {0, 0, 0, 0, 17, 6, 'e', '-', '1', (byte) 0xFF, 1};
    RawRecord record = RawRecord.of("eu", "ad-events", 3, 1207, NOON, payload);
    DeadLetter written = DeadLetter.of("DecodeAdEvents", Reason.NOT_IN_FORMAT, "id", record);
    StoredLetter letter = LetterJson.read(DeadLetterJson.encode(written, 1 << 20));

    Decision decision = planner(avro(), Set.of(), "eu").decide(letter, NOON);

    assertThat(decision.outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(decision.payload().getPayload()).isEqualTo(payload);
  }

  private static Judges avro() {
    String schema =
        "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
            + "{\"name\":\"n\",\"type\":\"int\"}]}";
    String mapping =
        """
        to: ad-events
        input: avro
        schemas: {17: e.avsc}
        fields:
          event_id: id
          event_type: {const: click}
          event_time: {const: %d}
          ad_id: {const: ad-1}
          campaign_id: {const: c-1}
          store_id: {const: s-1}
          user_id: n
          region: {const: eu}
        """
            .formatted(NOON.getMillis());
    MappingFile file =
        MappingFile.of("avro.yaml", mapping).withSchema("e.avsc", schema.getBytes(UTF_8));
    return Judges.none().adEvents(DecodeRecords.adEvents().with(Mapping.toAdEvents(file)), RULES);
  }

  @Test
  void judgesTheAgeOfAnEventByTheTimeOfTheRedrive() {
    StoredLetter letter = letter(Reason.WRONG_TYPE, COST_AS_TEXT);
    Instant limit = NOON.plus(Duration.standardHours(6));
    assertThat(outcome(letter, corrected(), limit)).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(letter, corrected(), limit.plus(Duration.millis(1))))
        .isEqualTo(Outcome.TOO_OLD);
  }

  @Test
  void sendsALetterOnce_inOneRedriveAndInALaterOne() {
    StoredLetter letter = letter(Reason.WRONG_TYPE, COST_AS_TEXT);
    Planner planner = planner(corrected(), Set.of(), "eu");
    assertThat(planner.decide(letter, NOON).outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(planner.decide(letter, NOON).outcome()).isEqualTo(Outcome.ALREADY_REDRIVEN);
    redriven.add(new RedriveMark("eu/ad-events-3@1207", "ad-events-3@5000", 1));
    assertThat(outcome(letter, corrected(), NOON)).isEqualTo(Outcome.ALREADY_REDRIVEN);
  }

  @Test
  void doesNotSendAPayloadAgainThatWasRejectedTooOften() {
    StoredLetter letter = letter(Reason.WRONG_TYPE, COST_AS_TEXT);
    redriven.add(new RedriveMark("eu/ad-events-3@900", "ad-events-3@1207", 1));
    assertThat(outcome(letter, corrected(), NOON)).isEqualTo(Outcome.ACCEPTED);
    redriven.add(new RedriveMark("eu/ad-events-3@900", "ad-events-3@1207", 2));
    assertThat(outcome(letter, corrected(), NOON)).isEqualTo(Outcome.TOO_OFTEN);
  }

  @Test
  void sendsAConflictingCopyOnlyIfItsReasonIsNamed() {
    StoredLetter letter = letter(Reason.CONFLICTING_COPY, event("7"));
    assertThat(outcome(letter, unchanged(), NOON)).isEqualTo(Outcome.CONFLICTING);
    assertThat(
            planner(unchanged(), Set.of("CONFLICTING_COPY"), "eu").decide(letter, NOON).outcome())
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void doesNotSendToAnotherRegionOrToATopicOfAJob() {
    StoredLetter letter = letter(Reason.WRONG_TYPE, COST_AS_TEXT);
    assertThat(planner(corrected(), Set.of(), "us").decide(letter, NOON).outcome())
        .isEqualTo(Outcome.OTHER_REGION);
    RawRecord metric = RawRecord.of("eu", "ad-metrics", 0, 5, NOON, "{}".getBytes(UTF_8));
    assertThat(
            List.of(
                outcome(
                    new StoredLetter("DecodeAdEvents", "WRONG_TYPE", metric, null),
                    corrected(),
                    NOON),
                outcome(
                    new StoredLetter("DecodeAdMetrics", "WRONG_TYPE", metric, null),
                    corrected(),
                    NOON)))
        .containsOnly(Outcome.NOT_RAW);
  }

  @Test
  void judgesOrdersAndCampaignsByTheirOwnRules() {
    String order =
        ("{\"order_id\":\"o-1\",\"user_id\":\"u-1\",\"store_id\":\"s-1\",\"order_time\":%d,"
                + "\"status\":\"placed\",\"amount_micros\":5,\"currency\":\"EUR\",\"region\":\"eu\"}")
            .formatted(NOON.getMillis());
    assertThat(outcome(rejectedBy("CleanseOrders", order), ofAttribution(7), NOON.plus(HOUR)))
        .isEqualTo(Outcome.ACCEPTED);
    String campaign =
        ("{\"campaign_id\":\"c-1\",\"valid_from\":%d,\"click_window_ms\":%d,\"view_window_ms\":0,"
                + "\"daily_budget_micros\":0,\"active\":true}")
            .formatted(NOON.getMillis(), Duration.standardDays(8).getMillis());
    StoredLetter letter = rejectedBy("CleanseCampaigns", campaign);
    assertThat(outcome(letter, ofAttribution(8), NOON)).isEqualTo(Outcome.CAMPAIGN);
    assertThat(ofNamedTopic(letter, ofAttribution(7))).isEqualTo(Outcome.REJECTED);
    assertThat(ofNamedTopic(letter, ofAttribution(8))).isEqualTo(Outcome.ACCEPTED);
  }

  private Outcome ofNamedTopic(StoredLetter letter, Judges judges) {
    return planner(judges, Set.of(), Set.of("ad-events"), "eu").decide(letter, NOON).outcome();
  }

  private static StoredLetter rejectedBy(String step, String payload) {
    return new StoredLetter(step, "WRONG_TYPE", letter(Reason.WRONG_TYPE, payload).record(), null);
  }

  private static Judges ofAttribution(int clickWindowDays) {
    return Judges.none()
        .orders(
            DecodeRecords.orders(),
            CleanseRecords.orders(OrderAges.defaults(), HOUR, PlaceholderIds.standard()))
        .campaigns(
            DecodeRecords.campaigns(),
            CleanseRecords.campaigns(
                Duration.standardDays(clickWindowDays),
                Duration.standardDays(1),
                PlaceholderIds.standard()));
  }

  @Test
  void reportsAnOmittedPayloadThatTheRawTopicNoLongerHas() {
    StoredLetter whole = letter(Reason.TOO_LARGE, "");
    StoredLetter omitted = new StoredLetter(whole.step(), whole.reason(), whole.record(), "00ff");
    assertThat(outcome(omitted, corrected(), NOON)).isEqualTo(Outcome.NO_PAYLOAD);
  }
}
