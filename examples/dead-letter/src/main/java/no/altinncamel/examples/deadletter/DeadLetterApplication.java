package no.altinncamel.examples.deadletter;

import org.apache.camel.main.Main;

/** Imports invoices; what cannot be imported is put aside, mended and replayed. */
public final class DeadLetterApplication {

    private DeadLetterApplication() {}

    public static void main(String[] arguments) throws Exception {
        application().run(arguments);
    }

    static Main application() {
        Main application = new Main();
        application.configure().addRoutesBuilder(new ImportRoutes());
        application.configure().addRoutesBuilder(new DeadLetterRoutes());
        return application;
    }
}
