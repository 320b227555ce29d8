package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code InvalidTrafficRules} determine which events are counted as invalid traffic. The name and
 * version of each rule are those of docs/invalid-traffic.md.
 *
 * @param bots user agents of bots
 * @param dataCenters IP addresses of data centers
 * @param placeholderUsers user ids whose events are invalid; null if a placeholder makes no event
 *     invalid
 * @param maxClicksPerUserHour if a user has more clicks in a UTC hour, all of them are invalid; 0
 *     for no limit
 */
public record InvalidTrafficRules(
    BotList bots,
    DataCenterList dataCenters,
    @Nullable PlaceholderIds placeholderUsers,
    int maxClicksPerUserHour)
    implements Serializable {
  /** The highest limit of clicks per user and hour. */
  public static final int HIGHEST_LIMIT = 100_000;

  /** The rules by which no event is invalid. */
  public static final InvalidTrafficRules NONE =
      new InvalidTrafficRules(BotList.NONE, DataCenterList.NONE, null, 0);

  /** Checks the limit. */
  public InvalidTrafficRules {
    checkArgument(
        maxClicksPerUserHour >= 0 && maxClicksPerUserHour <= HIGHEST_LIMIT,
        "maxClicksPerUserHour must be from 0 to %s, is %s",
        HIGHEST_LIMIT,
        maxClicksPerUserHour);
  }

  /** Returns true if a rule needs the user agent or the IP address of an event. */
  public boolean needClient() {
    return !bots.isEmpty() || !dataCenters.isEmpty();
  }

  /**
   * Returns why an event is invalid by itself; null if it is not.
   *
   * @param userAgent empty if unknown
   * @param ip empty if unknown; a text that is no IP address counts as unknown
   */
  public @Nullable InvalidReason reasonOf(String userAgent, String ip, String userId) {
    if (!bots.isEmpty() && bots.contains(userAgent)) {
      return InvalidReason.BOT;
    }
    if (!dataCenters.isEmpty() && dataCenters.contains(ip)) {
      return InvalidReason.DATA_CENTER;
    }
    return placeholderUsers != null && placeholderUsers.contains(userId)
        ? InvalidReason.PLACEHOLDER_USER
        : null;
  }

  /** Returns each rule that is applied, with its version and its list or limit. */
  public List<String> describe() {
    List<String> rules = new ArrayList<>();
    if (!bots.isEmpty()) {
      rules.add("bot 1: " + bots);
    }
    if (!dataCenters.isEmpty()) {
      rules.add("data_center 1: " + dataCenters);
    }
    if (placeholderUsers != null) {
      rules.add("placeholder_user 1");
    }
    if (maxClicksPerUserHour > 0) {
      rules.add(
          String.format(
              Locale.ROOT, "rate 1: more than %,d clicks per user and hour", maxClicksPerUserHour));
    }
    return rules;
  }
}
