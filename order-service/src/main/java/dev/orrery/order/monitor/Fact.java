package dev.orrery.order.monitor;

import dev.orrery.contracts.Command;
import dev.orrery.contracts.Message;
import dev.orrery.contracts.OrderEvent.OrderAbandoned;
import dev.orrery.contracts.OrderEvent.OrderCancelled;
import dev.orrery.contracts.OrderEvent.OrderCancelling;
import dev.orrery.contracts.OrderEvent.OrderConfirmed;
import dev.orrery.contracts.OrderEvent.OrderPlaced;
import dev.orrery.contracts.OrderEvent.OrderRejected;
import dev.orrery.contracts.OrderEvent.OrderShipped;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.PaymentReply.VoidRefused;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import java.util.Optional;

/** What may be true of an order, and stays true once it is. */
enum Fact {
  PLACED,
  CONFIRMED,
  REJECTED,
  CANCELLING,
  CANCELLED,
  ABANDONED,
  SHIPPED,
  RESERVED,
  COMMITTED,
  RELEASED,
  RETURNED,
  AUTHORIZED,
  CAPTURED,
  VOIDED,
  REFUNDED;

  /** What a message says; a refusal says nothing that stays. */
  static Optional<Fact> toldBy(Message message) {
    return switch (message) {
      case OrderPlaced _ -> Optional.of(PLACED);
      case OrderConfirmed _ -> Optional.of(CONFIRMED);
      case OrderRejected _ -> Optional.of(REJECTED);
      case OrderCancelling _ -> Optional.of(CANCELLING);
      case OrderCancelled _ -> Optional.of(CANCELLED);
      case OrderAbandoned _ -> Optional.of(ABANDONED);
      case OrderShipped _ -> Optional.of(SHIPPED);
      case StockReserved _ -> Optional.of(RESERVED);
      case ReservationCommitted _ -> Optional.of(COMMITTED);
      case StockReleased _ -> Optional.of(RELEASED);
      case StockReturned _ -> Optional.of(RETURNED);
      case PaymentAuthorized _ -> Optional.of(AUTHORIZED);
      case PaymentCaptured _ -> Optional.of(CAPTURED);
      case AuthorizationVoided _ -> Optional.of(VOIDED);
      case PaymentRefunded _ -> Optional.of(REFUNDED);
      case StockRejected _, CommitRefused _, ReturnRefused _ -> Optional.empty();
      case PaymentDeclined _, CaptureRefused _, VoidRefused _, RefundRefused _ -> Optional.empty();
      case Command _ -> Optional.empty();
    };
  }
}
