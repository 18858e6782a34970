package dev.orrery.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;

/**
 * What a handler throws: a status code, a sentence, and details a program can read, as
 * google/rpc/error_details.proto has them.
 */
public final class Refusals {
  private Refusals() {}

  /** INVALID_ARGUMENT with the field that is wrong, in a {@link BadRequest}. */
  public static StatusRuntimeException invalid(String field, String description) {
    return refusal(
        Code.INVALID_ARGUMENT,
        field + " " + description + ".",
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description))
            .build());
  }

  /**
   * NOT_FOUND with an {@link ErrorInfo}.
   *
   * @param domain whose reason it is: the name of the service
   * @param reason in capitals, such as UNKNOWN_SKU; a program may depend on it
   */
  public static StatusRuntimeException notFound(
      String sentence, String domain, String reason, Map<String, String> metadata) {
    return refusal(
        Code.NOT_FOUND,
        sentence,
        ErrorInfo.newBuilder()
            .setDomain(domain)
            .setReason(reason)
            .putAllMetadata(metadata)
            .build());
  }

  /** RESOURCE_EXHAUSTED with a {@link RetryInfo}: this instance has no room. */
  public static StatusRuntimeException exhausted(String sentence, Duration retryAfter) {
    return refusal(Code.RESOURCE_EXHAUSTED, sentence, retry(retryAfter));
  }

  /** UNAVAILABLE with a {@link RetryInfo}. */
  public static StatusRuntimeException unavailable(String sentence, Duration retryAfter) {
    return refusal(Code.UNAVAILABLE, sentence, retry(retryAfter));
  }

  /** The same, as gRPC's other kind of exception. */
  static StatusException checked(StatusRuntimeException refusal) {
    return refusal.getStatus().asException(refusal.getTrailers());
  }

  private static RetryInfo retry(Duration after) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(after.getSeconds())
                .setNanos(after.getNano()))
        .build();
  }

  private static StatusRuntimeException refusal(Code code, String sentence, Message detail) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(sentence)
            .addDetails(Any.pack(detail))
            .build());
  }
}
