package dev.tally.operations.plan;

import dev.tally.operations.plan.Trap.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats a {@link CapacityPlan} as lines of text. */
public final class PlanText {
  private static final int WIDTH = 90;
  private static final String INDENT = "  ";

  private PlanText() {}

  /** Returns the lines of the plan: a table per section, then the traps. */
  public static List<String> lines(CapacityPlan plan) {
    List<String> lines = new ArrayList<>();
    plan.sections().forEach(section -> add(section, lines));
    add(plan, Kind.PROBLEM, "Problems of these inputs", lines);
    add(plan, Kind.REMEMBER, "Remember", lines);
    return lines;
  }

  private static void add(Section section, List<String> lines) {
    lines.add(section.title());
    for (Estimate estimate : section.estimates()) {
      lines.add(
          String.format(
                  Locale.ROOT,
                  "  %-30s %16s  %s",
                  estimate.label(),
                  estimate.unit().text(estimate.value()),
                  estimate.basis())
              .stripTrailing());
    }
    lines.add("");
  }

  private static void add(CapacityPlan plan, Kind kind, String title, List<String> lines) {
    List<Trap> traps = plan.traps().stream().filter(trap -> trap.kind() == kind).toList();
    if (!traps.isEmpty()) {
      lines.add(title);
      traps.forEach(trap -> addWrapped("- " + trap.text(), lines));
      lines.add("");
    }
  }

  private static void addWrapped(String text, List<String> lines) {
    StringBuilder line = new StringBuilder(INDENT);
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        line.append(INDENT).append(INDENT);
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().stripTrailing());
  }
}
