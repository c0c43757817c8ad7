package no.altinncamel.emulator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the contract scenarios that a test method proves, such as {@code M-12} or {@code B-118}. The coverage list in
 * {@code docs/} is made from these.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Scenario {

    /** Scenario numbers with their contract's letter: {@code M} for Maskinporten, {@code B} for Broker. */
    String[] value();
}
