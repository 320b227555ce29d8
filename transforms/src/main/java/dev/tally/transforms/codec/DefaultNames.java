package dev.tally.transforms.codec;

/**
 * Defines the default names of Tally's topics and tables, as constants for the defaults of options.
 */
public final class DefaultNames {
  /** The topic of raw ad events. */
  public static final String AD_EVENTS = "ad-events";

  /** The topic of raw orders. */
  public static final String ORDERS = "orders";

  /** The topic of campaign versions. */
  public static final String CAMPAIGNS = "campaigns";

  /** The topic of accepted ad events. */
  public static final String CLEAN_AD_EVENTS = "clean-ad-events";

  /** The topic of a region's ad metrics. */
  public static final String AD_METRICS = "ad-metrics";

  /** The topic of a region's attributed orders. */
  public static final String ATTRIBUTED_ORDERS = "attributed-orders";

  /** The topic of the ad metrics of all regions. */
  public static final String ALL_AD_METRICS = "all-ad-metrics";

  /** The topic of the attributed orders of all regions. */
  public static final String ALL_ATTRIBUTED_ORDERS = "all-attributed-orders";

  /** The topic of the spend of campaigns. */
  public static final String CAMPAIGN_SPEND = "campaign-spend";

  /** The topic of the distinct users of campaigns. */
  public static final String CAMPAIGN_REACH = "campaign-reach";

  /** The topic of rejected records. */
  public static final String DEAD_LETTERS = "dead-letters";

  /** The topic with a mark of each dead letter that was redriven. */
  public static final String REDRIVEN = "redriven";

  /** The topic of the users whose data was requested to be erased. */
  public static final String ERASURES = "erasures";

  /** ClickHouse's database with Tally's tables. */
  public static final String CLICKHOUSE_DATABASE = "tally";

  /**
   * Hive's and ClickHouse's table of the ad metrics of all regions, and Pinot's table of a region's
   * ad metrics.
   */
  public static final String AD_METRICS_TABLE = "ad_metrics";

  /** Hive's and ClickHouse's table of the attributed orders of all regions. */
  public static final String ATTRIBUTED_ORDERS_TABLE = "attributed_orders";

  /** Pinot's table of the ad metrics of all regions. */
  public static final String ALL_AD_METRICS_TABLE = "all_ad_metrics";

  /** Pinot's table of the attributed orders of all regions. */
  public static final String ALL_ATTRIBUTED_ORDERS_TABLE = "all_attributed_orders";

  /** Hive's and Pinot's table of the distinct users of campaigns. */
  public static final String CAMPAIGN_REACH_TABLE = "campaign_reach";

  private DefaultNames() {}
}
