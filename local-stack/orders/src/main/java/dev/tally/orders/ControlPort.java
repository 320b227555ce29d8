package dev.tally.orders;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;

/**
 * The port by which the service is told how to behave: {@code GET /control} gives its {@link
 * Behaviour} and what it has counted, {@code PUT /control} changes fields of the behaviour.
 */
final class ControlPort {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final int port;
  private final OrdersPort orders;

  ControlPort(int port, OrdersPort orders) {
    this.port = port;
    this.orders = orders;
  }

  void open() throws IOException {
    HttpServer server = HttpServer.create(OrdersPort.address(port), 0);
    server.createContext("/control", this::control);
    server.start();
  }

  private void control(HttpExchange exchange) throws IOException {
    try (exchange) {
      ObjectNode now = JSON.valueToTree(orders.behaviour());
      if (exchange.getRequestMethod().equals("PUT")) {
        JSON.readerForUpdating(now).readValue(exchange.getRequestBody());
        orders.change(JSON.treeToValue(now, Behaviour.class));
      }
      ObjectNode answer = JSON.valueToTree(orders.behaviour());
      answer.put("requests", orders.requests()).put("orders", orders.orders());
      OrdersPort.send(exchange, OK, JSON.writeValueAsBytes(answer));
    } catch (JsonMappingException e) {
      OrdersPort.send(exchange, BAD_REQUEST, new byte[0]);
    }
  }
}
