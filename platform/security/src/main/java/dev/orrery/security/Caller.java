package dev.orrery.security;

import dev.orrery.web.Problems;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who asks, as a verified token says.
 *
 * @param name the subject
 * @param customerId absent for who is no customer
 * @param isOperator may see and do what is anybody's
 * @param tokenId by which the token can be revoked
 */
public record Caller(String name, @Nullable UUID customerId, boolean isOperator, String tokenId)
    implements AuthenticatedPrincipal {

  /** The scopes a token may carry. */
  static final String CUSTOMER = "customer";

  static final String OPERATOR = "operator";

  @Override
  public String getName() {
    return name;
  }

  /** Whether what is this customer's may be shown; what is nobody's is an operator's. */
  public boolean maySee(@Nullable UUID owner) {
    return isOperator || (owner != null && owner.equals(customerId));
  }

  /**
   * The customer for whom something is asked: who asks, whether or not he is named. Only an
   * operator asks for somebody else.
   *
   * @throws org.springframework.web.ErrorResponseException 403 where a customer names another, 400
   *     where an operator names nobody
   */
  public UUID customer(@Nullable UUID named) {
    if (named == null) {
      if (customerId == null) {
        throw Problems.badRequest("An operator names the customer: customerId is missing.");
      }
      return customerId;
    }
    if (!maySee(named)) {
      throw Problems.forbidden("The customer is another than the token's.");
    }
    return named;
  }

  /** As {@link #customer}, where an operator who names nobody means all, which is null. */
  public @Nullable UUID customerOrAll(@Nullable UUID named) {
    return isOperator ? named : customer(named);
  }
}
