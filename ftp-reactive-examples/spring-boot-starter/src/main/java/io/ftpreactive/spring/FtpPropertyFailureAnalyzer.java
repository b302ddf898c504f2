package io.ftpreactive.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot print a bad property in one line instead of a stack trace. */
final class FtpPropertyFailureAnalyzer extends AbstractFailureAnalyzer<FtpPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FtpPropertyException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "Change the property in the application's configuration.", cause);
    }
}
