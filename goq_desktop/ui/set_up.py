"""Makes the wizard and the hub with their forms, each with what it needs from the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QWidget

from goq_desktop import resources
from goq_desktop.demo import Demo
from goq_desktop.malls.profile import KeyHelp
from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.practice.profile import MALL as PRACTICE
from goq_desktop.services.setup_flow import is_first_run
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.settings.carriers import CarriersForm
from goq_desktop.ui.settings.contractor import ContractorForm
from goq_desktop.ui.settings.options import OptionsForm
from goq_desktop.ui.settings.other import OtherForm
from goq_desktop.ui.settings.payments import PaymentsForm
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.settings.shops import SHOPSERVE, ShopsForm
from goq_desktop.ui.settings.slips import SlipsForm
from goq_desktop.ui.settings.tile_forms import TileForms
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.wizard import SetupWizard

if TYPE_CHECKING:
    from goq_desktop.ui.hub.hub import SettingsHub


def make_wizard(
    workspace: Workspace, actions: SetupActions, demo: Demo | None, parent: QWidget | None = None
) -> SetupWizard:
    """Raises PROFILE_INVALID when a mall profile of the home is wrong."""
    forms = make_forms(workspace, demo)
    wizard = SetupWizard(workspace.settings_store, forms, actions, parent)
    if not is_first_run(workspace.load_settings().settings):
        wizard.setButtonText(SetupWizard.WizardButton.CancelButton, wizard.tr("保存して閉じる"))
    return wizard


def make_hub(workspace: Workspace, actions: SetupActions, demo: Demo | None) -> SettingsHub:
    """Raises PROFILE_INVALID when a mall profile of the home is wrong."""
    from goq_desktop.ui.hub.hub import SettingsHub

    return SettingsHub(workspace.settings_store, make_forms(workspace, demo), actions, workspace.today)


def make_forms(workspace: Workspace, demo: Demo | None) -> TileForms:
    """Raises PROFILE_INVALID when a mall profile of the home is wrong."""
    settings = workspace.load_settings().settings
    malls = {shop.mall for shop in settings.shops.shops} | {SHOPSERVE} | ({PRACTICE} if demo else set())
    key_help: dict[str, KeyHelp] = {mall: workspace.profile(mall).help for mall in malls}
    postcodes = Postcodes(resources.path("postal", "postcodes.sqlite"))
    forms = TileForms(
        contractor=ContractorForm(postcodes),
        carriers=CarriersForm(),
        shops=ShopsForm(is_practice_allowed=demo is not None),
        payments=PaymentsForm(),
        shop_detail=ShopDetailForm(key_help, workspace.clock),
        slips=SlipsForm(postcodes),
        other=OtherForm(workspace.clock),
        options=OptionsForm(),
    )
    if demo is not None:
        offer_practice_keys(forms.shop_detail, demo)
    return forms


def offer_practice_keys(form: ShopDetailForm, demo: Demo) -> None:
    """A button beside the fields: the practice shop's keys are no secrets, nobody has to look for them."""
    text = QCoreApplication.translate("SetUp", "IDとキーを入れる(&P)")
    button = QPushButton(theme.icon("key"), text)
    button.setAccessibleName(text.partition("(")[0])
    button.setAutoDefault(False)
    button.clicked.connect(lambda: form.enter(demo.shop_id, demo.keys))
    form.guide.add_button(button)
