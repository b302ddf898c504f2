package io.ftpreactive.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Skips a parameterized test or class whose {@link MethodSource} gives nothing because this machine cannot run what it asks
 * for, and says what that is. JUnit by itself takes a parameterized test without arguments for a mistake.
 *
 * <p>It is registered for all tests through the service loader. A source that gives nothing although nothing is missing
 * remains a mistake, and so does whatever is missing where {@link RealServers} may leave nothing out.
 */
public final class NothingToRunOn implements ExecutionCondition {

    private static final ConditionEvaluationResult SOMETHING =
            ConditionEvaluationResult.enabled("it has what to run on");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<MethodSource> sources =
                AnnotationSupport.findRepeatableAnnotations(context.getElement(), MethodSource.class);
        if (sources.isEmpty()) {
            return SOMETHING;
        }
        LeftOut.forgetAsked();
        boolean empty = sources.stream()
                .flatMap(source -> List.of(source.value()).stream())
                .allMatch(name -> isEmpty(context, name));
        String missing = LeftOut.asked();
        return empty && !missing.isEmpty()
                ? ConditionEvaluationResult.disabled("what it runs on is missing: " + missing)
                : SOMETHING;
    }

    /** Tells whether a source is known to give nothing. What goes wrong is left to JUnit, which calls it again. */
    private static boolean isEmpty(ExtensionContext context, String name) {
        Method factory = factory(context, name);
        if (factory == null) {
            return false;
        }
        try {
            return isEmpty(ReflectionSupport.invokeMethod(factory, null));
        } catch (RuntimeException | AssertionError e) {
            return false;
        }
    }

    private static boolean isEmpty(@Nullable Object arguments) {
        if (arguments instanceof BaseStream<?, ?> stream) {
            try (stream) {
                return !stream.iterator().hasNext();
            }
        }
        return arguments instanceof Iterable<?> iterable && !iterable.iterator().hasNext();
    }

    private static @Nullable Method factory(ExtensionContext context, String name) {
        int hash = name.indexOf('#');
        Class<?> owner = hash < 0
                ? context.getRequiredTestClass()
                : ReflectionSupport.tryToLoadClass(name.substring(0, hash))
                        .toOptional()
                        .orElse(null);
        String simpleName = name.isEmpty() ? context.getRequiredTestMethod().getName() : name.substring(hash + 1);
        return owner == null ? null : factory(owner, simpleName);
    }

    private static @Nullable Method factory(Class<?> owner, String name) {
        return ReflectionSupport.streamMethods(
                        owner,
                        method -> method.getName().equals(name)
                                && method.getParameterCount() == 0
                                && Modifier.isStatic(method.getModifiers()),
                        HierarchyTraversalMode.BOTTOM_UP)
                .findFirst()
                .orElse(null);
    }
}
