package dev.orrery.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/** Turns whatever a handler throws into a problem; a service's own advice comes before it. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler(Exception.class)
  @Nullable ResponseEntity<Object> handleUnexpected(
      Exception thrown, WebRequest request, HttpServletResponse response) throws Exception {
    if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
      log.debug("The caller is gone: {}", thrown.toString());
      return null;
    }
    BodyTooLarge tooLarge = BodyTooLarge.in(thrown);
    if (tooLarge != null) {
      return answer(thrown, tooLarge.getBody(), request);
    }
    if (response.isCommitted()) {
      // The server then cuts the connection; taken as handled, half an answer would look whole.
      throw thrown;
    }
    log.error("Unexpected failure of {}", request.getDescription(false), thrown);
    return answer(thrown, unexpected(), request);
  }

  static ProblemDetail unexpected() {
    String trace = MDC.get("traceId");
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "This is our fault, not the request's. What went wrong is in the log%s."
                .formatted(trace == null ? "" : " under the trace id given here"));
    if (trace != null) {
      problem.setProperty("traceId", trace);
    }
    return problem;
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    BodyTooLarge tooLarge = BodyTooLarge.in(thrown);
    if (tooLarge != null) {
      return answer(thrown, tooLarge.getBody(), request);
    }
    JacksonException cause = thrown.getCause() instanceof JacksonException json ? json : null;
    InvalidField field = cause == null ? null : UnreadableJson.field(cause);
    return field == null
        ? answer(thrown, status, UnreadableJson.sentence(cause), headers, request)
        : invalid(thrown, List.of(field), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalid(
        thrown,
        thrown.getAllErrors().stream().map(ProblemAdvice::field).toList(),
        headers,
        request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<InvalidField> errors =
        thrown.getParameterValidationResults().stream()
            .flatMap(parameter ->
                parameter instanceof ParameterErrors body
                    ? body.getAllErrors().stream().map(ProblemAdvice::field)
                    : parameter.getResolvableErrors().stream()
                        .map(error ->
                            new InvalidField(
                                name(parameter.getMethodParameter().getParameterName()),
                                text(error.getDefaultMessage()))))
            .toList();
    return invalid(thrown, errors, headers, request);
  }

  private static InvalidField field(ObjectError error) {
    return new InvalidField(
        error instanceof FieldError field ? field.getField() : "body",
        text(error.getDefaultMessage()));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String name =
        thrown instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : thrown.getPropertyName();
    InvalidField field =
        new InvalidField(name(name), UnreadableJson.expectation(thrown.getRequiredType()));
    return invalid(thrown, List.of(field), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleServletRequestBindingException(
      ServletRequestBindingException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return thrown instanceof MissingRequestHeaderException missing
        ? answer(
            thrown,
            status,
            "The request needs the header %s.".formatted(missing.getHeaderName()),
            headers,
            request)
        : super.handleServletRequestBindingException(thrown, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(thrown, status, "There is nothing at this path.", headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoHandlerFoundException(
      NoHandlerFoundException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(thrown, status, "There is nothing at this path.", headers, request);
  }

  private @Nullable ResponseEntity<Object> invalid(
      Exception thrown, List<InvalidField> errors, HttpHeaders headers, WebRequest request) {
    ErrorResponseException problem = Problems.invalid(errors);
    return handleExceptionInternal(
        thrown, problem.getBody(), headers, problem.getStatusCode(), request);
  }

  private @Nullable ResponseEntity<Object> answer(
      Exception thrown,
      HttpStatusCode status,
      String detail,
      HttpHeaders headers,
      WebRequest request) {
    return handleExceptionInternal(
        thrown, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
  }

  private @Nullable ResponseEntity<Object> answer(
      Exception thrown, ProblemDetail problem, WebRequest request) {
    return handleExceptionInternal(
        thrown, problem, new HttpHeaders(), HttpStatusCode.valueOf(problem.getStatus()), request);
  }

  private static String name(@Nullable String parameter) {
    return parameter == null ? "request" : parameter;
  }

  private static String text(@Nullable String message) {
    return message == null ? "is not valid" : message;
  }
}
