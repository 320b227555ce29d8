package dev.tally.runners.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings on which a job's state depends, by name. Immutable.
 *
 * <p>A job stores its manifest in its state ({@link KeepManifest}). A restore compares the stored
 * manifest with that of the restored job and refuses changes that {@link Rule} does not allow.
 * Settings that are not in the manifest may differ; their new values apply from the restore on.
 */
public final class Manifest {
  private final String job;
  private final int stateFormat;
  private final SortedMap<String, Setting> settings;

  Manifest(String job, int stateFormat, SortedMap<String, Setting> settings) {
    this.job = job;
    this.stateFormat = stateFormat;
    this.settings = settings;
  }

  /** How a restore may change a setting. */
  public enum Rule {
    /** The setting cannot change. */
    FIXED,
    /** The setting may be set if it was not set before. Once set, it cannot change. */
    ADDABLE,
    /**
     * The setting may be set if it was not set before. Once set, its value may change, but it can
     * be unset only with {@code --allowNonRestoredState}, because the steps that it adds have
     * state.
     */
    LASTING,
    /** The setting may change; a change is reported to the user. */
    NOTED
  }

  /**
   * A setting.
   *
   * @param value empty if the setting is not set
   */
  record Setting(String value, Rule rule) {}

  /**
   * Returns a manifest without settings.
   *
   * @param job the kind of job, e.g. {@code "aggregation"}
   * @param stateFormat a number that changes when a build can no longer read the state of an
   *     earlier one
   */
  public static Manifest of(String job, int stateFormat) {
    return new Manifest(job, stateFormat, new TreeMap<>());
  }

  /** Returns this manifest with a setting that can never change, e.g. {@code "--dedupScope"}. */
  public Manifest fixed(String name, Object value) {
    return with(name, value, Rule.FIXED);
  }

  /**
   * Returns this manifest with a setting that may be added later; an empty value means that it is
   * not set.
   */
  public Manifest addable(String name, Object value) {
    return with(name, value, Rule.ADDABLE);
  }

  /** Returns this manifest with a setting that may be added and changed, but not removed. */
  public Manifest lasting(String name, Object value) {
    return with(name, value, Rule.LASTING);
  }

  /**
   * Returns this manifest with a setting that may change, which the user should know; an empty
   * value means that it is not set.
   */
  public Manifest noted(String name, Object value) {
    return with(name, value, Rule.NOTED);
  }

  /**
   * Returns this manifest without its {@link Rule#LASTING} settings, for a job that may drop the
   * state of the steps that these settings add.
   */
  Manifest droppingState() {
    SortedMap<String, Setting> all = new TreeMap<>(settings);
    all.values().removeIf(setting -> setting.rule == Rule.LASTING);
    return new Manifest(job, stateFormat, all);
  }

  private Manifest with(String name, Object value, Rule rule) {
    SortedMap<String, Setting> all = new TreeMap<>(settings);
    all.put(name, new Setting(value.toString(), rule));
    return new Manifest(job, stateFormat, all);
  }

  String job() {
    return job;
  }

  int stateFormat() {
    return stateFormat;
  }

  Map<String, Setting> settings() {
    return settings;
  }

  /**
   * Returns why a job with this manifest cannot start from state that was written under another
   * one; empty if it can. Each entry names the setting, its two values and what to do.
   */
  List<String> refusals(Manifest saved) {
    if (!saved.job.equals(job)) {
      return List.of(
          "it was written by a job of kind %s, but this job is of kind %s: use a savepoint of this job"
              .formatted(saved.job, job));
    }
    if (saved.stateFormat != stateFormat) {
      return List.of(
          "its state has format %d, but this build of Tally reads format %d: restore it with the build that wrote it, or start without --from and --sinkGroup"
              .formatted(saved.stateFormat, stateFormat));
    }
    SortedSet<String> names = new TreeSet<>(settings.keySet());
    names.addAll(saved.settings.keySet());
    List<String> refusals = new ArrayList<>();
    for (String name : names) {
      Setting before = saved.settings.getOrDefault(name, unset(settings.get(name)));
      Setting now = settings.getOrDefault(name, unset(saved.settings.get(name)));
      if (!isAllowed(before.value, now)) {
        refusals.add(refusal(name, before.value, now));
      }
    }
    return refusals;
  }

  /** Returns the changes that are allowed and that the user should know. */
  List<String> changes(Manifest saved) {
    return settings.entrySet().stream()
        .filter(setting -> setting.getValue().rule == Rule.NOTED)
        .filter(setting -> !before(saved, setting.getKey()).equals(setting.getValue().value))
        .map(
            setting ->
                "%s was %s when the state was written and is %s now: it applies to what is read from now on."
                    .formatted(
                        setting.getKey(),
                        shown(before(saved, setting.getKey())),
                        shown(setting.getValue().value)))
        .toList();
  }

  private static String before(Manifest saved, String name) {
    Setting setting = saved.settings.get(name);
    return setting == null ? "" : setting.value;
  }

  private static Setting unset(@org.jspecify.annotations.Nullable Setting other) {
    return new Setting("", other == null ? Rule.FIXED : other.rule);
  }

  private static boolean isAllowed(String before, Setting now) {
    boolean added = before.isEmpty() && now.rule != Rule.FIXED;
    boolean changed = now.rule == Rule.LASTING && !now.value.isEmpty();
    return before.equals(now.value) || added || changed || now.rule == Rule.NOTED;
  }

  private static String refusal(String name, String before, Setting now) {
    String drop =
        now.rule == Rule.LASTING
            ? ", add --allowNonRestoredState=true to drop the state of its steps"
            : "";
    return "%s was %s when its state was written and is %s now: %s%s, or start without --from and --sinkGroup"
        .formatted(name, shown(before), shown(now.value), again(name, before), drop);
  }

  private static String again(String name, String before) {
    if (!name.startsWith("--")) {
      return "set it back";
    }
    return before.isEmpty() ? "leave it out" : "use %s=%s".formatted(name, before);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(not set)" : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that
        && that.job.equals(job)
        && that.stateFormat == stateFormat
        && that.settings.equals(settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }

  @Override
  public String toString() {
    return "%s, state format %d, %s".formatted(job, stateFormat, settings);
  }
}
