package dev.tally.pipelines.attribution;

import dev.tally.io.orders.OrderApi;
import dev.tally.io.orders.OrderLookup;
import dev.tally.transforms.enrich.OrderService;
import dev.tally.transforms.model.OrderDetails;
import org.jspecify.annotations.Nullable;

/** Looks up order details over HTTP; it is serialized as part of the job graph. */
record HttpOrderService(OrderApi api) implements OrderService {
  @Override
  public Connection connect() {
    return new HttpConnection(api.open());
  }

  private record HttpConnection(OrderLookup lookup) implements Connection {
    @Override
    public @Nullable OrderDetails lookUp(String orderId) {
      return lookup
          .lookUp(orderId)
          .map(
              details ->
                  new OrderDetails(details.items(), details.category(), details.newCustomer()))
          .orElse(null);
    }

    @Override
    public void flush() {
      lookup.flush();
    }

    @Override
    public void close() {
      lookup.close();
    }
  }
}
