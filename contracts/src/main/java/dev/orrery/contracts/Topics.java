package dev.orrery.contracts;

/**
 * The topics by name. Dead letters of a topic are in the topic of the same name with {@code .dlt}.
 */
public final class Topics {
  public static final String INVENTORY_COMMANDS = "inventory.commands";
  public static final String PAYMENT_COMMANDS = "payment.commands";
  public static final String ORDER_REPLIES = "order.replies";
  public static final String ORDER_EVENTS = "order.events";

  private Topics() {}
}
