package dev.tally.transforms.enrich;

/** No service: {@link EnrichOrders} adds no step for it. */
final class AbsentOrderService implements OrderService {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isAbsent() {
    return true;
  }

  @Override
  public Connection connect() {
    throw new IllegalStateException("There is no order service to connect to.");
  }
}
