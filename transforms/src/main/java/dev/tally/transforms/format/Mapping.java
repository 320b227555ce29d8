package dev.tally.transforms.format;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Mapping} decodes records of another system. A file declares how (docs/event-formats.md);
 * the file is compiled once per job and worker. Immutable.
 *
 * <p>A mapping can make several records of one Kafka record, its pieces. If it can, each piece has
 * a location of its own, for example {@code eu/ad-events-3@1207#2}, and a payload from which the
 * mapping makes this piece again: the input without the other items of the list that was split.
 *
 * <p>Errors: an invalid file is refused with {@link InvalidMapping}, whose message has one line per
 * problem. No record makes {@link #decode} throw; each rejection names the line of the mapping.
 *
 * <p>Limits: a list that is split has at most {@value ListPieces#MAX_ITEMS} items, and the payloads
 * of all pieces of a record together have at most {@value ListPieces#MAX_BYTES} bytes; a record
 * over a limit is rejected as {@code TOO_LARGE}.
 *
 * @param <T> the type of the decoded values
 */
public final class Mapping<T> implements RecordDecoder<T> {
  private static final long serialVersionUID = 1L;

  private final MappingFile file;
  private final InvalidTrafficRules rules;
  private final transient MappingPlan<T> plan;

  private Mapping(Target<T> target, MappingFile file) {
    this(target, file, InvalidTrafficRules.NONE);
  }

  private Mapping(Target<T> target, MappingFile file, InvalidTrafficRules rules) {
    this.file = file;
    this.rules = rules;
    this.plan = MappingReader.read(target, file);
  }

  /**
   * Returns the mapping that a file declares.
   *
   * @throws InvalidMapping if the file is not a mapping to ad events, or a schema file is missing
   *     or invalid
   */
  public static Mapping<AdEvent> toAdEvents(MappingFile file) {
    return new Mapping<>(Target.AD_EVENTS, file);
  }

  /**
   * Returns a mapping to raw ad events; the rules determine which are invalid traffic. See {@link
   * #toAdEvents}.
   */
  public static Mapping<AdEvent> toRawAdEvents(MappingFile file, InvalidTrafficRules rules) {
    return new Mapping<>(Target.adEvents(rules), file, rules);
  }

  /** Returns a mapping to orders; see {@link #toAdEvents}. */
  public static Mapping<Order> toOrders(MappingFile file) {
    return new Mapping<>(Target.ORDERS, file);
  }

  /** Returns a mapping to campaign versions; see {@link #toAdEvents}. */
  public static Mapping<CampaignVersion> toCampaigns(MappingFile file) {
    return new Mapping<>(Target.CAMPAIGNS, file);
  }

  /**
   * Returns the mapping that a file declares, to the records that it names.
   *
   * @throws InvalidMapping if the file is no mapping
   */
  public static Mapping<?> of(MappingFile file) {
    return new Mapping<>(Target.named(MappingReader.targetOf(file)), file);
  }

  /** Returns what the records become: {@code ad-events}, {@code orders} or {@code campaigns}. */
  public String target() {
    return plan.target().name();
  }

  /** Returns true if the values that this mapping reads are not texts. */
  public boolean isBinary() {
    return plan.input().isBinary();
  }

  /**
   * Returns the beginning of the SHA-256 of the file and of the schema files that it names. It
   * changes with every character of them.
   */
  public String fingerprint() {
    return file.fingerprint();
  }

  /** Returns the name of the file and the fingerprint of its content. */
  @Override
  public String toString() {
    return file.name() + " (" + fingerprint() + ")";
  }

  @Override
  public void decode(RawRecord record, int maxBytes, Output<T> out) {
    byte[] value = record.getPayload();
    Rejection rejection = unreadable(value, maxBytes);
    if (rejection != null && rejection.isSkip()) {
      out.skipped(record);
    } else if (rejection != null || value == null) {
      out.refused(Objects.requireNonNull(rejection).refused(""), record);
    } else {
      new InputRecords<>(plan, record, out).decode(value);
    }
  }

  /** Explains what a value becomes; at least one result. */
  public List<Explanation> explain(byte @Nullable [] value, Instant brokerTime) {
    List<Explanation> results = new ArrayList<>();
    decode(
        RawRecord.of("", "", 0, 0, brokerTime, value), Integer.MAX_VALUE, new Explained(results));
    return results;
  }

  /** Explains each result. */
  private final class Explained implements Output<T> {
    private final List<Explanation> results;

    Explained(List<Explanation> results) {
      this.results = results;
    }

    @Override
    public void decoded(T value, RawRecord record) {
      results.add(new Explanation(Explanation.Result.ACCEPTED, plan.target().describe(value)));
    }

    @Override
    public void refused(Verdict.Refused<T> refused, RawRecord record) {
      String text = refused.reason() + ": " + refused.detail();
      results.add(new Explanation(Explanation.Result.REJECTED, text));
    }

    @Override
    public void skipped(RawRecord record) {
      results.add(new Explanation(Explanation.Result.SKIPPED, ""));
    }
  }

  private @Nullable Rejection unreadable(byte @Nullable [] value, int maxBytes) {
    if (value == null) {
      return plan.skipsNulls()
          ? Rejection.SKIP
          : new Rejection(Reason.NULL_VALUE, "expected a value, found a null value");
    }
    return value.length > maxBytes
        ? new Rejection(Reason.TOO_LARGE, "expected at most " + maxBytes + " bytes")
        : null;
  }

  private Object writeReplace() {
    return new Serialized(target(), file, rules);
  }

  /** The serialized form: the files, which are compiled again. */
  private record Serialized(String target, MappingFile file, InvalidTrafficRules rules)
      implements Serializable {
    private Object readResolve() {
      return new Mapping<>(Target.named(target, rules), file, rules);
    }
  }
}
