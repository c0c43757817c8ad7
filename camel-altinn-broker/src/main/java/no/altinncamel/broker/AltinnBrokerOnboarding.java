package no.altinncamel.broker;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.onboarding.OnboardingCheck;
import no.altinncamel.broker.onboarding.OnboardingReport;
import no.altinncamel.broker.onboarding.OnboardingSubject;

/**
 * Tells which step on the way to exchanging files is missing: scopes, Maskinporten client, access to the resource, API, events.
 * It asks Maskinporten and Altinn anew, without tokens or failures that a running route remembers, only reads, and leaves
 * nothing behind. Of the ten list calls that the Broker allows a minute it takes one.
 * <p>
 * As a program: {@code java -cp … no.altinncamel.broker.AltinnBrokerOnboarding my.properties}, with the component's options as
 * {@code camel.component.altinn-broker.…} and the resource as {@code resource}. Exit code 0 = ready, 1 = not ready, 2 = the
 * program was not called rightly.
 */
public final class AltinnBrokerOnboarding {

    static final int READY = 0;
    static final int NOT_READY = 1;
    static final int USAGE = 2;

    private static final String CONTEXT_CLASS = "org.apache.camel.impl.DefaultCamelContext";
    private static final String HOW_TO_CALL =
            "Usage: java -cp <class path> no.altinncamel.broker.AltinnBrokerOnboarding <properties file>";

    private AltinnBrokerOnboarding() {}

    /** @param arguments a properties file */
    public static void main(String[] arguments) {
        System.exit(run(arguments, CONTEXT_CLASS, System.out, System.err));
    }

    static int run(String[] arguments, String contextClass, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println(HOW_TO_CALL);
            return USAGE;
        }
        try {
            OnboardingSettings settings = OnboardingSettings.read(Path.of(arguments[0]));
            OnboardingReport report = check(newContext(contextClass), settings);
            out.print(report);
            return report.isReady() ? READY : NOT_READY;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return USAGE;
        }
    }

    private static OnboardingReport check(CamelContext context, OnboardingSettings settings) {
        context.start();
        try {
            return check(context, configuration(context, settings));
        } finally {
            context.stop();
        }
    }

    /** The component itself needs only Camel's API; a context to resolve beans, files and placeholders is in camel-core. */
    private static CamelContext newContext(String contextClass) {
        try {
            return (CamelContext)
                    Class.forName(contextClass).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException(
                    "A Camel context cannot be made: put camel-core (org.apache.camel:camel-core, or camel-core-engine with"
                            + " what it depends on) on the class path, in the version of camel-support that is there",
                    e);
        }
    }

    private static AltinnBrokerConfiguration configuration(CamelContext context, OnboardingSettings settings) {
        AltinnBrokerComponent component = context.getComponent("altinn-broker", AltinnBrokerComponent.class);
        for (Map.Entry<String, String> option : settings.options().entrySet()) {
            bind(context, component, option.getKey(), option.getValue());
        }
        AltinnBrokerConfiguration configuration = component.getConfiguration().copy();
        configuration.setResourceId(ConfigurationCheck.bareResourceId(settings.resource()));
        if (configuration.getSslContextParameters() == null && component.isUseGlobalSslContextParameters()) {
            configuration.setSslContextParameters(context.getSSLContextParameters());
        }
        return configuration;
    }

    /** The cause is left out: Camel's message quotes the value, which may be a key. */
    private static void bind(CamelContext context, AltinnBrokerComponent component, String option, String value) {
        boolean bound;
        try {
            bound = PropertyBindingSupport.build()
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withIgnoreCase(true)
                    .withMandatory(false)
                    .bind(context, component, StringHelper.dashToCamelCase(option), value);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("The property " + OnboardingSettings.PREFIX + option
                    + " has a value that the option cannot take; docs/reference.md lists the options");
        }
        if (!bound) {
            throw new IllegalArgumentException("The component has no option '" + option + "', so the property "
                    + OnboardingSettings.PREFIX + option + " is not known; docs/reference.md lists the options");
        }
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
        new ConfigurationCheck(configuration).check();
        try (BrokerConnections connections = new BrokerConnections(context)) {
            BrokerClient client;
            try {
                client = connections.connect(configuration);
            } catch (IllegalArgumentException | UncheckedIOException e) {
                return OnboardingCheck.withoutKey(title(configuration, null), e.getMessage());
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
        if (identity != null && identity.systemUserOrg() != null) {
            title += ", for the system user of organisation " + identity.systemUserOrg();
        }
        return title;
    }
}
