package dev.orrery.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class UnexpectedFailuresTest {
  private final UnexpectedFailures failures = new UnexpectedFailures();

  @Test
  void aDatabaseThatIsAwayIsNoFaultOfTheCaller() throws InvalidProtocolBufferException {
    StatusException told =
        failures.handleException(new DataAccessResourceFailureException("jdbc:secret"));

    assertThat(told.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(told).hasMessageNotContaining("secret");
    var status = Objects.requireNonNull(StatusProto.fromThrowable(told));
    assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
        .isEqualTo(2);
  }

  @Test
  void whatNobodyThoughtOfIsNotToldToTheCaller() {
    StatusException told = failures.handleException(new IllegalStateException("secret"));

    assertThat(told.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(told).hasMessageNotContaining("secret");
  }

  @Test
  void aRefusalIsToldAsItIs() throws InvalidProtocolBufferException {
    StatusException told = failures.handleException(Refusals.invalid("skus[3]", "must be a SKU"));

    assertThat(told.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    var status = Objects.requireNonNull(StatusProto.fromThrowable(told));
    assertThat(status.getDetails(0).unpack(BadRequest.class).getFieldViolations(0).getField())
        .isEqualTo("skus[3]");
  }
}
