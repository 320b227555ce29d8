package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.CampaignVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** What is emitted of the campaigns, and what a reader makes of it that sees it in any order. */
class CampaignNewsTest {
  private static final int MANY = 100_000;
  private static final int KIBIBYTE = 1024;

  private final List<CampaignVersion> all = new ArrayList<>();
  private final List<CampaignVersion> since = new ArrayList<>();
  private Instant snapshot = Campaigns.none().knownUntil();

  /** The emission at this watermark, with what it changes in the state. */
  private CampaignNews emit(Instant watermark) {
    CampaignNews news = CampaignNews.at(watermark, snapshot, List.copyOf(since), () -> all);
    if (news instanceof CampaignNews.Snapshot) {
      snapshot = watermark;
      since.clear();
    }
    return news;
  }

  private void arrives(CampaignVersion version) {
    all.add(version);
    since.add(version);
  }

  @Test
  void emitsLessThanAKibibyte_whileManyVersionsDoNotChange() {
    IntStream.range(0, MANY).forEach(i -> arrives(version("campaign-" + i, noonPlus(-i))));
    CampaignNews first = emit(noonPlus(20));
    assertThat(first).isInstanceOf(CampaignNews.Snapshot.class);
    assertThat(bytes(first)).isBetween(1_000_000, 30 * MANY);
    for (int i = 2; i < 5; i++) {
      assertThat(bytes(emit(noonPlus(20L * i)))).isLessThan(KIBIBYTE);
    }
  }

  @Test
  void emitsOnlyTheVersionThatArrived_andTheReaderHasIt() {
    IntStream.range(0, MANY).forEach(i -> arrives(version("campaign-" + i, noonPlus(-i))));
    Campaigns large = ((CampaignNews.Snapshot) emit(noonPlus(20))).campaigns();
    CampaignVersion stopped = version("campaign-7", noonPlus(30));
    arrives(stopped);
    CampaignNews small = emit(noonPlus(40));
    assertThat(bytes(small)).isLessThan(KIBIBYTE);

    Campaigns known = large.with(((CampaignNews.Since) small).changes());
    assertThat(known.knownUntil()).isEqualTo(noonPlus(40));
    assertThat(known.at("campaign-7", noonPlus(90))).isEqualTo(stopped);
    assertThat(known.at("campaign-7", noonPlus(89))).isEqualTo(all.get(7));
    assertThat(known.at("campaign-8", noonPlus(99))).isEqualTo(all.get(8));
    assertThat(bytes(emit(noonPlus(60)))).isLessThan(KIBIBYTE);
  }

  @Test
  void emitsAllVersions_whenMoreThanAThousandArrived() {
    IntStream.range(0, CampaignNews.MAX_CHANGES).forEach(i -> arrives(version("c-" + i, NOON)));
    assertThat(emit(noonPlus(20))).isInstanceOf(CampaignNews.Since.class);
    arrives(version("one more", NOON));
    assertThat(emit(noonPlus(40))).isInstanceOf(CampaignNews.Snapshot.class);
    assertThat(emit(noonPlus(60))).isInstanceOf(CampaignNews.Since.class);
  }

  @Test
  void ignoresChangesOfAnotherSnapshot() {
    CampaignChanges older =
        new CampaignChanges(NOON, VersionIndex.of(List.of(version("c", NOON))), noonPlus(20));
    Campaigns newer = Campaigns.of(List.of(), noonPlus(40));
    assertThat(newer.with(older)).isSameAs(newer);
    Campaigns before = Campaigns.of(List.of(), noonPlus(-20));
    assertThat(before.with(older)).isSameAs(before);
    assertThat(before.with(older).covers(noonPlus(39))).isTrue();
    assertThat(before.with(older).covers(noonPlus(40))).isFalse();
  }

  /** Whatever pair of values of the two views a reader has, what it covers it answers rightly. */
  @Property(tries = 30)
  void neverClaimsToCoverATimeOfWhichItLacksAVersion(@ForAll long seed) {
    Random random = new Random(seed);
    List<Campaigns> large = new ArrayList<>(List.of(Campaigns.none()));
    List<CampaignChanges> small = new ArrayList<>(List.of(CampaignChanges.none()));
    for (int tick = 1; tick <= 12; tick++) {
      int arriving = random.nextBoolean() ? random.nextInt(4) : CampaignNews.MAX_CHANGES / 2;
      for (int i = 0; i < arriving; i++) {
        int ahead = random.nextInt(30); // From the watermark on, so perhaps beyond the next one.
        arrives(version("c-" + random.nextInt(3), noonPlus(20L * (tick - 1) + ahead)));
      }
      CampaignNews news = emit(noonPlus(20L * tick));
      if (news instanceof CampaignNews.Snapshot whole) {
        large.add(whole.campaigns());
      } else {
        small.add(((CampaignNews.Since) news).changes());
      }
    }
    Campaigns truth = Campaigns.of(all, noonPlus(240));
    for (Campaigns one : large) {
      small.forEach(other -> requireRight(one.with(other), truth));
    }
  }

  private static void requireRight(Campaigns known, Campaigns truth) {
    for (int second = 0; second < 300; second += 7) {
      Instant time = noonPlus(second);
      if (known.covers(time)) {
        for (int c = 0; c < 3; c++) {
          assertThat(known.at("c-" + c, time)).isEqualTo(truth.at("c-" + c, time));
        }
      }
    }
  }

  private static int bytes(CampaignNews news) {
    if (news instanceof CampaignNews.Snapshot whole) {
      return bytes(CampaignsCoder.of(), whole.campaigns());
    }
    return bytes(CampaignChangesCoder.of(), ((CampaignNews.Since) news).changes());
  }

  private static <T> int bytes(Coder<T> coder, T value) {
    try {
      return CoderUtils.encodeToByteArray(coder, value).length;
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  private static CampaignVersion version(String id, Instant brokerTime) {
    return new CampaignVersion(
        id, brokerTime, HOUR, Duration.standardMinutes(1), 5_000_000, true, brokerTime);
  }
}
