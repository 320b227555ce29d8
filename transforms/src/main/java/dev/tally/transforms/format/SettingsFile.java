package dev.tally.transforms.format;

import dev.tally.transforms.format.Setting.Block;
import dev.tally.transforms.format.Setting.Items;
import dev.tally.transforms.format.Setting.Text;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a file in YAML, or in JSON, which is a subset of it. Only the structure is read: every
 * scalar is a text, so {@code no} and {@code 1_000} are what they seem to be, and no object is
 * created from a tag. References to other parts of the file are refused.
 */
final class SettingsFile {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 20;

  private final MappingProblems problems;

  private SettingsFile(MappingProblems problems) {
    this.problems = problems;
  }

  /**
   * Returns the settings.
   *
   * @throws InvalidMapping if the text has none
   */
  static Block read(String text, MappingProblems problems) {
    Block nothing = new Block(1, Map.of(), Map.of());
    try {
      Node root = new Yaml(options()).compose(new StringReader(text));
      if (root instanceof MappingNode node) {
        return new SettingsFile(problems).block(node);
      }
      problems.add(1, "expected settings such as \"to: ad-events\", found none");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(line, "not YAML: %s".formatted(e.getProblem()));
    } catch (YAMLException e) {
      problems.add(1, "not YAML: %s".formatted(e.getMessage()));
    }
    problems.throwIfAny();
    return nothing;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  private Setting setting(Node node) {
    if (node instanceof MappingNode map) {
      return block(map);
    }
    if (node instanceof SequenceNode sequence) {
      List<Setting> values = sequence.getValue().stream().map(this::setting).toList();
      return new Items(line(node), values);
    }
    String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    return new Text(line(node), value, Tag.NULL.equals(node.getTag()));
  }

  private Block block(MappingNode node) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      int line = line(entry.getKeyNode());
      if (entry.getKeyNode() instanceof ScalarNode key) {
        boolean repeated = settings.put(key.getValue(), setting(entry.getValueNode())) != null;
        problems.require(
            !repeated, line, "the key \"%s\" is repeated: remove one".formatted(key.getValue()));
        lines.put(key.getValue(), line);
      } else {
        problems.add(line, "expected a text as key");
      }
    }
    return new Block(line(node), settings, lines);
  }

  private static int line(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }
}
