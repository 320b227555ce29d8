package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the configuration of a ClickHouse server with small caches. Its root element is {@code
 * yandex}, which all versions accept; those before 21.10 accept no other.
 */
final class ClickHouseConfig {
  private static final long BYTES_PER_MIB = 1L << 20;

  private ClickHouseConfig() {}

  /** Returns the path of the configuration. */
  static Path write(ServerSettings settings) throws IOException {
    Path data = settings.files().data(Server.CLICKHOUSE);
    Path users = data.resolve("users.xml");
    Path config = data.resolve("config.xml");
    PrivateFiles.write(users, users(settings.heapMiB() * BYTES_PER_MIB));
    int port = settings.topology().of(Server.CLICKHOUSE).get(ClickHouseServer.HTTP);
    PrivateFiles.write(config, config(PrivateFiles.directory(data.resolve("store")), users, port));
    return config;
  }

  private static String config(Path store, Path users, int port) {
    return """
        <?xml version="1.0"?>
        <yandex>
          <logger><level>information</level><console>1</console></logger>
          <http_port>%1$d</http_port>
          <listen_host>%2$s</listen_host>
          <interserver_http_host>%2$s</interserver_http_host>
          <max_connections>256</max_connections>
          <max_concurrent_queries>64</max_concurrent_queries>
          <uncompressed_cache_size>0</uncompressed_cache_size>
          <mark_cache_size>67108864</mark_cache_size>
          <path>%3$s/</path>
          <tmp_path>%3$s/tmp/</tmp_path>
          <user_files_path>%3$s/user_files/</user_files_path>
          <format_schema_path>%3$s/format_schemas/</format_schema_path>
          <users_config>%4$s</users_config>
          <default_profile>default</default_profile>
          <default_database>default</default_database>
          <timezone>UTC</timezone>
          <mlock_executable>false</mlock_executable>
        </yandex>
        """
        .formatted(port, Ports.LOOPBACK, escaped(store), escaped(users));
  }

  private static String users(long queryBytes) {
    return """
        <?xml version="1.0"?>
        <yandex>
          <profiles><default><max_memory_usage>%1$d</max_memory_usage></default></profiles>
          <users>
            <default>
              <password></password>
              <networks><ip>%2$s</ip></networks>
              <profile>default</profile>
              <quota>default</quota>
            </default>
          </users>
          <quotas><default></default></quotas>
        </yandex>
        """
        .formatted(queryBytes, Ports.LOOPBACK);
  }

  private static String escaped(Path path) {
    return path.toString().replace("&", "&amp;").replace("<", "&lt;");
  }
}
