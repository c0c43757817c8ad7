package no.altinncamel.examples.requestanswer;

import org.apache.camel.main.Main;

/** The organisation that answers; configured in {@code responder.properties}. */
public final class ResponderApplication {

    private ResponderApplication() {}

    public static void main(String[] arguments) throws Exception {
        application().run(arguments);
    }

    static Main application() {
        Main application = new Main();
        application.setDefaultPropertyPlaceholderLocation("classpath:responder.properties");
        application.configure().addRoutesBuilder(new ResponderRoutes());
        return application;
    }
}
