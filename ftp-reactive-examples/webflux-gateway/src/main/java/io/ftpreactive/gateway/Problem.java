package io.ftpreactive.gateway;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Makes the errors of the gateway (RFC 9457). */
final class Problem {

    private Problem() {}

    static ErrorResponseException of(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    static ErrorResponseException with(String header, String value, HttpStatus status, String detail) {
        ErrorResponseException problem = of(status, detail);
        problem.getHeaders().set(header, value);
        return problem;
    }

    static ErrorResponseException notAllowed(String allow, String detail) {
        return with(HttpHeaders.ALLOW, allow, HttpStatus.METHOD_NOT_ALLOWED, detail);
    }
}
