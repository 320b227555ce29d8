package dev.tally.truth.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Defines the names of a plan's ads, campaigns, stores, users and regions. Numbers in names are
 * padded with zeros, so that names sort in numeric order.
 */
final class Catalog {
  private final List<String> regions;
  private final String[] ads;
  private final String[] campaigns;
  private final String[] stores;
  private final int[] adsInOrder;
  private final int[] rankOfAd;
  private final int userDigits;

  Catalog(Plan plan) {
    regions = plan.regions().stream().sorted().toList();
    ads = names("ad-", plan.ads());
    campaigns = names("campaign-", plan.campaigns());
    stores = names("store-", plan.stores());
    userDigits = digits(plan.users());
    adsInOrder =
        IntStream.range(0, ads.length)
            .boxed()
            .sorted(Comparator.comparing(this::campaign).thenComparing(this::ad))
            .mapToInt(Integer::intValue)
            .toArray();
    rankOfAd = new int[ads.length];
    for (int rank = 0; rank < ads.length; rank++) {
      rankOfAd[adsInOrder[rank]] = rank;
    }
  }

  String region(int region) {
    return regions.get(region);
  }

  String ad(int ad) {
    return ads[ad];
  }

  String campaign(int ad) {
    return campaigns[campaignNumber(ad)];
  }

  int campaignNumber(int ad) {
    return ad % campaigns.length;
  }

  String campaignName(int campaign) {
    return campaigns[campaign];
  }

  String store(int ad) {
    return stores[storeNumber(ad)];
  }

  int storeNumber(int ad) {
    return campaignNumber(ad) % stores.length;
  }

  String storeName(int store) {
    return stores[store];
  }

  /** Returns the name of a user; negative numbers are guests, who have no events. */
  String user(int user) {
    return user < 0 ? "guest-" + -user : name("user-", user, userDigits);
  }

  int homeOf(int user) {
    return Math.floorMod(user, regions.size());
  }

  /** Returns the position of an ad in the list sorted by campaign, then ad. */
  int rankOfAd(int ad) {
    return rankOfAd[ad];
  }

  /** Returns the ad at a position in the list sorted by campaign, then ad. */
  int adOfRank(int rank) {
    return adsInOrder[rank];
  }

  private static String[] names(String prefix, int count) {
    String[] names = new String[count];
    Arrays.setAll(names, i -> name(prefix, i, digits(count)));
    return names;
  }

  private static int digits(int count) {
    return Integer.toString(count - 1).length();
  }

  private static String name(String prefix, int number, int digits) {
    String text = Integer.toString(number);
    return prefix + "0".repeat(digits - text.length()) + text;
  }
}
