package dev.tally.runners.manifest;

import dev.tally.runners.manifest.Manifest.Rule;
import dev.tally.runners.manifest.Manifest.Setting;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * Encodes a manifest as: version byte, job (UTF), state format (4 bytes), number of settings (4
 * bytes), then for each setting, sorted by name: name (UTF), rule (1 byte), value (UTF).
 */
final class ManifestCoder extends AtomicCoder<Manifest> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;

  @Override
  public void encode(Manifest manifest, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeByte(VERSION);
    out.writeUTF(manifest.job());
    out.writeInt(manifest.stateFormat());
    out.writeInt(manifest.settings().size());
    for (Map.Entry<String, Setting> setting : manifest.settings().entrySet()) {
      out.writeUTF(setting.getKey());
      out.writeByte(number(setting.getValue().rule()));
      out.writeUTF(setting.getValue().value());
    }
  }

  @Override
  public Manifest decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new CoderException(
          "The manifest has version %d, but this build of Tally reads version %d."
              .formatted(version, VERSION));
    }
    String job = in.readUTF();
    int stateFormat = in.readInt();
    SortedMap<String, Setting> settings = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      Rule rule = rule(in.readUnsignedByte());
      settings.put(name, new Setting(in.readUTF(), rule));
    }
    return new Manifest(job, stateFormat, settings);
  }

  private static int number(Rule rule) {
    return switch (rule) {
      case FIXED -> 1;
      case ADDABLE -> 2;
      case LASTING -> 3;
      case NOTED -> 4;
    };
  }

  private static Rule rule(int number) throws CoderException {
    return switch (number) {
      case 1 -> Rule.FIXED;
      case 2 -> Rule.ADDABLE;
      case 3 -> Rule.LASTING;
      case 4 -> Rule.NOTED;
      default -> throw new CoderException("A manifest has no rule %d.".formatted(number));
    };
  }
}
