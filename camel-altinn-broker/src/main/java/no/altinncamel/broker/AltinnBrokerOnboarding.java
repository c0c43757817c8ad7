package no.altinncamel.broker;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;

import org.apache.camel.CamelContext;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.Problem;
import no.altinncamel.broker.onboarding.OnboardingCheck;
import no.altinncamel.broker.onboarding.OnboardingReport;
import no.altinncamel.broker.onboarding.OnboardingSubject;

/**
 * Tells which step on the way to exchanging files is missing: scopes, Maskinporten client, access to the resource, API, events.
 * It asks Maskinporten and Altinn anew, without tokens or failures that a running route remembers, only reads, and leaves
 * nothing behind. Of the ten list calls that the Broker allows a minute it takes one.
 * <p>
 * As a program: {@code java -cp … no.altinncamel.broker.AltinnBrokerOnboarding my.properties [component]}, with the component's
 * options as {@code camel.component.altinn-broker.…}, beans as {@code camel.beans.…} and the resource as {@code resource}. Exit
 * code 0 = ready, 1 = not ready, 2 = the call, the class path or a property is wrong, 3 = an unexpected error.
 */
public final class AltinnBrokerOnboarding {

    static final int READY = 0;
    static final int NOT_READY = 1;
    static final int WRONG_SETTINGS = 2;
    static final int UNEXPECTED_ERROR = 3;

    private static final String COMPONENT = "altinn-broker";
    private static final String CONTEXT_CLASS = "org.apache.camel.impl.DefaultCamelContext";
    private static final String HOW_TO_CALL =
            "Usage: java -cp <class path> no.altinncamel.broker.AltinnBrokerOnboarding"
                    + " <properties file> [<name of the component, if it is not altinn-broker>]";

    private AltinnBrokerOnboarding() {}

    /** @param arguments a properties file, and the component's name if it is not {@code altinn-broker} */
    public static void main(String[] arguments) {
        System.exit(run(arguments, CONTEXT_CLASS, System.out, System.err));
    }

    static int run(String[] arguments, String contextClass, PrintStream out, PrintStream err) {
        if (arguments.length < 1 || arguments.length > 2) {
            err.println(HOW_TO_CALL);
            return WRONG_SETTINGS;
        }
        try {
            OnboardingSettings settings =
                    OnboardingSettings.read(Path.of(arguments[0]), arguments.length == 2 ? arguments[1] : COMPONENT);
            OnboardingReport report = check(newContext(contextClass), settings, out);
            out.print(report);
            return report.isReady() ? READY : NOT_READY;
        } catch (WrongSettingsException e) {
            err.println(e.getMessage());
            return WRONG_SETTINGS;
        } catch (RuntimeException | LinkageError e) {
            err.println("The check could not be made, because of an unexpected error: " + chain(e));
            return UNEXPECTED_ERROR;
        }
    }

    private static OnboardingReport check(CamelContext context, OnboardingSettings settings, PrintStream out) {
        try {
            context.start();
            OnboardingComponent component = new OnboardingComponent(context, settings);
            AltinnBrokerConfiguration configuration;
            try {
                configuration = configuration(component, settings);
            } finally {
                // what was left out may be why something is missing
                component.notes().forEach(note -> out.println("Note: " + note));
            }
            return check(context, configuration);
        } finally {
            context.stop();
        }
    }

    /** What is wrong with the options by themselves is a matter of the settings; whatever comes later is not. */
    private static AltinnBrokerConfiguration configuration(OnboardingComponent component, OnboardingSettings settings) {
        AltinnBrokerConfiguration configuration = component.configuration();
        try {
            new ConfigurationCheck(settings.component(), configuration).check();
        } catch (IllegalArgumentException e) {
            throw new WrongSettingsException(e.getMessage());
        }
        return configuration;
    }

    /** The component itself needs only Camel's API; a context to resolve beans, files and placeholders is in camel-core. */
    private static CamelContext newContext(String contextClass) {
        try {
            return (CamelContext)
                    Class.forName(contextClass).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new WrongSettingsException(
                    "A Camel context cannot be made: put camel-core (org.apache.camel:camel-core, or camel-core-engine with"
                            + " what it depends on) on the class path, in the version of camel-support that is there;"
                            + " docs/onboarding.md tells how (" + chain(e) + ")");
        }
    }

    /** An error and its causes in one line. */
    private static String chain(Throwable error) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : ", caused by ")
                    .append(cause.getClass().getName());
            if (cause.getMessage() != null) {
                text.append(": ").append(Problem.printable(cause.getMessage()));
            }
        }
        return text.toString();
    }

    /**
     * Checks a configuration.
     *
     * @param  context                  resolves what the configuration points to; it need not have the component or routes
     * @param  configuration            with the resource
     * @return                          what is fine and what is not
     * @throws IllegalArgumentException naming each option that is wrong by itself
     */
    public static OnboardingReport check(CamelContext context, AltinnBrokerConfiguration configuration) {
        return check(context, configuration, null);
    }

    /** @param identity whom to check instead of the configuration's own identity, or {@code null} */
    static OnboardingReport check(CamelContext context, AltinnBrokerConfiguration configuration, Identity identity) {
        new ConfigurationCheck(COMPONENT, configuration).check();
        try (BrokerConnections connections = new BrokerConnections(context, Bandwidth.unlimited())) {
            BrokerClient client;
            try {
                client = connections.connect(configuration);
            } catch (IllegalArgumentException | UncheckedIOException e) {
                return OnboardingCheck.withoutKey(title(configuration, identity), e.getMessage());
            }
            BrokerClient whom = identity == null ? client : client.withIdentity(identity);
            return OnboardingCheck.run(whom, subject(configuration, whom.identity()));
        }
    }

    private static OnboardingSubject subject(AltinnBrokerConfiguration configuration, Identity identity) {
        boolean everything = configuration.getScopes() == null;
        return new OnboardingSubject(
                configuration.getResourceId(),
                everything ? new TreeSet<>(Arrays.asList(BrokerScope.WRITE, BrokerScope.READ)) : identity.scopes(),
                EndpointIdentity.exchangeEndpoint(configuration),
                configuration.getTokenProvider() != null,
                title(configuration, identity));
    }

    private static String title(AltinnBrokerConfiguration configuration, Identity identity) {
        String title = "altinn-broker:" + configuration.getResourceId() + " at " + configuration.platformUrl();
        if (configuration.getTokenProvider() == null) {
            title += " as client " + configuration.getClientId() + " of " + configuration.maskinportenIssuer();
        }
        Customer customer = identity == null ? Customer.of(configuration) : Customer.of(identity);
        return customer == null ? title : title + ", for " + customer;
    }
}
