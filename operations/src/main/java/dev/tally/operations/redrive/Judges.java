package dev.tally.operations.redrive;

import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decoders and rules of the jobs that read raw topics, by the step that rejected a record. */
public final class Judges {
  private static final List<String> OF_AD_EVENTS =
      List.of("DecodeAdEvents", "CleanseEvents", "DropDuplicates");
  private static final List<String> OF_ORDERS =
      List.of("DecodeOrders", "CleanseOrders", "AttributeOrders");
  private static final List<String> OF_CAMPAIGNS = List.of("DecodeCampaigns", "CleanseCampaigns");

  private final Map<String, LetterJudge> bySteps;

  private Judges(Map<String, LetterJudge> bySteps) {
    this.bySteps = Map.copyOf(bySteps);
  }

  /** Returns judges that know no step yet. */
  public static Judges none() {
    return new Judges(Map.of());
  }

  /** Adds the decoder and the rules of raw ad events. */
  public Judges adEvents(DecodeRecords<AdEvent> decoder, CleanseRecords<AdEvent> rules) {
    return with(OF_AD_EVENTS, LetterJudge.of(decoder, rules));
  }

  /** Adds the decoder and the rules of orders. */
  public Judges orders(DecodeRecords<Order> decoder, CleanseRecords<Order> rules) {
    return with(OF_ORDERS, LetterJudge.of(decoder, rules));
  }

  /** Adds the decoder and the rules of campaigns. */
  public Judges campaigns(
      DecodeRecords<CampaignVersion> decoder, CleanseRecords<CampaignVersion> rules) {
    return with(OF_CAMPAIGNS, LetterJudge.of(decoder, rules));
  }

  /** Returns true if a step rejects versions of campaigns. */
  static boolean isOfCampaigns(String step) {
    return OF_CAMPAIGNS.contains(step);
  }

  Judges with(List<String> steps, LetterJudge judge) {
    Map<String, LetterJudge> all = new HashMap<>(bySteps);
    steps.forEach(step -> all.put(step, judge));
    return new Judges(all);
  }

  Optional<LetterJudge> of(String step) {
    return Optional.ofNullable(bySteps.get(step));
  }
}
