package dev.tally.io.kafka;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** Reads the brokers of a cluster and their settings. */
record BrokerConfigs(Admin admin, int timeoutMs) {

  Collection<Node> nodes() throws ExecutionException, InterruptedException {
    return admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMs)).nodes().get();
  }

  Collection<Config> of(Collection<Node> nodes) throws ExecutionException, InterruptedException {
    List<ConfigResource> brokers =
        nodes.stream()
            .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
            .toList();
    return admin
        .describeConfigs(brokers, new DescribeConfigsOptions().timeoutMs(timeoutMs))
        .all()
        .get()
        .values();
  }
}
