package dev.tally.transforms.model;

import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.joda.time.Instant;

/** Generators of arbitrary values of each type of the model. */
public final class Any {
  private Any() {}

  /** Generates any valid Unicode text, so never one with an unpaired surrogate. */
  public static Arbitrary<String> text() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(40),
        Arbitraries.strings().withChars("aé日\u0000\"\\").ofMaxLength(20),
        Arbitraries.of("", "😀", "a😀b"));
  }

  public static Arbitrary<Instant> instant() {
    return Arbitraries.longs().map(Instant::ofEpochMilli);
  }

  public static Arbitrary<RawRecord> rawRecord() {
    return Combinators.combine(
            text(),
            text(),
            Arbitraries.integers(),
            Arbitraries.longs(),
            instant(),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(60).injectNull(0.2))
        .as(RawRecord::of);
  }

  public static Arbitrary<AdEvent> adEvent() {
    return Combinators.combine(
            text().list().ofSize(6),
            Arbitraries.of(EventType.class),
            instant(),
            instant(),
            Arbitraries.longs(),
            Arbitraries.of(InvalidReason.class).injectNull(0.5))
        .as(
            (texts, type, eventTime, brokerTime, cost, reason) ->
                AdEvent.builder()
                    .setEventId(texts.get(0))
                    .setAdId(texts.get(1))
                    .setCampaignId(texts.get(2))
                    .setStoreId(texts.get(3))
                    .setUserId(texts.get(4))
                    .setRegion(texts.get(5))
                    .setEventType(type)
                    .setEventTime(eventTime)
                    .setBrokerTime(brokerTime)
                    .setCostMicros(cost)
                    .setInvalidReason(reason)
                    .build());
  }

  public static Arbitrary<Received<AdEvent>> receivedEvent() {
    return Combinators.combine(adEvent(), rawRecord()).as(Received::of);
  }

  public static Arbitrary<DeadLetter> deadLetter() {
    return Combinators.combine(text(), Arbitraries.of(DeadLetter.Reason.class), text(), rawRecord())
        .as(DeadLetter::of);
  }

  public static Arbitrary<AdMetric> adMetric() {
    return Combinators.combine(text().list().ofSize(4), Arbitraries.longs().list().ofSize(9))
        .as(
            (texts, numbers) ->
                AdMetric.builder()
                    .setRecordUuid(new UUID(numbers.get(0), numbers.get(1)))
                    .setRevision(numbers.get(2))
                    .setRegion(texts.get(0))
                    .setAdId(texts.get(1))
                    .setCampaignId(texts.get(2))
                    .setStoreId(texts.get(3))
                    .setMinute(Instant.ofEpochMilli(numbers.get(3)))
                    .setSums(
                        MeasureSums.of(
                            numbers.get(4), numbers.get(5), numbers.get(6), numbers.get(7)))
                    .setBrokerTime(Instant.ofEpochMilli(numbers.get(8)))
                    .build());
  }
}
